package io.asyncsqlite;

import io.asyncsqlite.SqliteListener.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * Follows each operation of a database from its submission to the completion of its future: for traces, and to carry values of
 * thread locals. Set it with {@link SqliteOptions.Builder#tracer}.
 *
 * <pre>{@code
 * return (database, kind, sql) -> {
 *     String submitter = user.get();
 *     return new OperationTrace() {
 *         public void run(Runnable code) {
 *             user.set(submitter);
 *             code.run();
 *             user.remove();
 *         }
 *
 *         public void ended(Throwable failure) {}
 *     };
 * };
 * }</pre>
 */
@FunctionalInterface
public interface OperationTracer {

    /**
     * Called when an operation is submitted. Runs on the caller's thread, before the operation is queued; must not block or
     * throw.
     *
     * @param database name of the database
     * @param kind kind of the operation
     * @param sql SQL text without values, or {@code lambda} or {@code asynchronous transaction}
     * @return the trace of this operation, or null for none
     */
    @Nullable
    OperationTrace submitted(String database, OperationKind kind, String sql);
}
