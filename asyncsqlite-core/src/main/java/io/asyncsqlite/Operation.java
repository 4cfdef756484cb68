package io.asyncsqlite;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One queued unit of work and its future.
 *
 * <pre> WAITING --start--> RUNNING --cancel--> STOPPING          WAITING --cancel--> CANCELLED </pre>
 *
 * Invariants:
 * <ol>
 *   <li>Of a start and a cancel of a waiting operation exactly one succeeds: what was cancelled in time never runs.
 *   <li>A cancel while it runs makes its own statement stop at the next question, and never another's: see
 *       {@link DatabaseConnection#mustStop}.
 *   <li>The worker that started it calls {@link #run} and {@link #complete}; a later run replaces the outcome of an earlier one,
 *       whose effect was rolled back.
 *   <li>The future is completed once, on the callback executor.
 * </ol>
 *
 * @param <T> type of the result
 */
abstract class Operation<T extends @Nullable Object> {

    private enum State {
        WAITING,
        RUNNING,
        STOPPING,
        CANCELLED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final OperationFuture<T> future;
    private final SqliteListener.Kind kind;
    private final long bytes;

    /** The queue that holds it. */
    volatile @Nullable OperationQueue queue;

    // Written before the operation is handed over: by the caller, then the worker, then the callback executor.
    long acceptedNanos;
    long startedNanos;
    boolean alone;

    @Nullable
    Operation<?> enclosing;

    private @Nullable Object result;
    private @Nullable Throwable failure;

    Operation(Executor executor, SqliteListener.Kind kind, long bytes) {
        this.future = new OperationFuture<>(executor, this);
        this.kind = kind;
        this.bytes = bytes;
    }

    final OperationFuture<T> future() {
        return future;
    }

    final SqliteListener.Kind kind() {
        return kind;
    }

    final long bytes() {
        return bytes;
    }

    /** Tells whether it may share a transaction with others and be run again after a rollback: SQL and values, no user code. */
    boolean shareable() {
        return false;
    }

    /** Returns the SQL text, or what stands for it in a message. */
    abstract String sql();

    /** Does the work on the worker's thread. */
    abstract @Nullable Object work(DatabaseConnection connection) throws Exception;

    /** Makes the result of what {@link #work} returned. Runs on the callback executor, and may run user code. */
    @SuppressWarnings({"unchecked", "NullAway"}) // Unless overridden, work returns a T, null only where T is nullable.
    T convert(@Nullable Object worked) {
        return (T) worked;
    }

    /** Returns whether the operation is to be run: it was not cancelled. */
    final boolean start(long nanos) {
        if (state.compareAndSet(State.WAITING, State.RUNNING)) {
            startedNanos = nanos;
            return true;
        }
        return state.get() == State.RUNNING;
    }

    /** Runs and keeps the outcome, and returns whether it succeeded. */
    final boolean run(DatabaseConnection connection) {
        connection.enter(this);
        try {
            result = work(connection);
            failure = null;
            return true;
        } catch (Throwable e) {
            fail(e);
            return false;
        } finally {
            connection.leave(this);
        }
    }

    final void fail(Throwable e) {
        result = null;
        failure = e;
    }

    final @Nullable Throwable failure() {
        return failure;
    }

    final void cancel() {
        if (state.compareAndSet(State.WAITING, State.CANCELLED)) {
            OperationQueue holder = queue;
            if (holder != null) {
                holder.remove(this);
            }
        } else {
            stop();
        }
    }

    /** Makes it stop if it runs, wherever it waits. */
    final void stop() {
        if (state.compareAndSet(State.RUNNING, State.STOPPING)) {
            stopRequested();
        }
    }

    final boolean isStopping() {
        return state.get() == State.STOPPING;
    }

    /** Is told once that it should stop, on any thread; a running statement is stopped without it. */
    void stopRequested() {}

    /** Completes the future. Runs on the callback executor. */
    final void complete() {
        if (failure != null) {
            future.completeExceptionally(failure);
            return;
        }
        T converted;
        try {
            converted = convert(result);
        } catch (Throwable e) {
            future.completeExceptionally(e);
            return;
        }
        future.complete(converted);
    }
}
