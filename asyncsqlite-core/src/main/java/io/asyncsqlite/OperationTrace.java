package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/** Follows one operation, see {@link OperationTracer}. Must not throw. */
public interface OperationTrace {

    /**
     * Called once, when the operation has ended and before its future completes. Runs on the callback executor, or on the thread
     * that cancelled or submitted the operation.
     *
     * @param failure why it has no result, a {@link java.util.concurrent.CancellationException} if it was cancelled; else null
     */
    void ended(@Nullable Throwable failure);

    /**
     * Runs code of the user that belongs to the operation: the mapper of its rows and the stages that depend on its future, or the function
     * of a transaction. Runs on the callback executor.
     *
     * @param code to be run once, on this thread
     */
    void run(Runnable code);
}
