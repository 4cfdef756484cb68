package io.asyncsqlite;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One queued unit of work and its future.
 *
 * <pre>
 * WAITING --start--> RUNNING --cancel--> STOPPING
 *    |                  \--time over--> TIMED_OUT
 *    \--cancel, time over--> ENDED
 * </pre>
 *
 * Invariants:
 * <ol>
 *   <li>Of a start, a cancel and an expiry of a waiting operation exactly one succeeds: what was ended in time never runs.
 *   <li>A cancel while it runs, and its deadline, make its own statement stop at the next question, and never another's: see
 *       {@link DatabaseConnection#mustStop}.
 *   <li>The worker that started it calls {@link #run} and {@link #complete}; a later run replaces the outcome of an earlier one,
 *       whose effect was rolled back.
 *   <li>The future is completed once, on the callback executor.
 * </ol>
 *
 * @param <T> type of the result
 */
abstract class Operation<T extends @Nullable Object> {

    /** The time of an operation that has no deadline of its own: long enough, and far from overflowing. */
    static final long UNLIMITED_NANOS = TimeUnit.DAYS.toNanos(36_500);

    private enum State {
        WAITING,
        RUNNING,
        STOPPING,
        TIMED_OUT,
        ENDED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final OperationFuture<T> future;
    private final SqliteListener.Kind kind;
    private final long bytes;

    /** The queue that holds it. */
    volatile @Nullable OperationQueue queue;

    // Written before the operation is handed over: by the caller, then the worker, then the callback executor.
    private long acceptedNanos;
    private long timeoutNanos;
    private long deadlineNanos;
    private long startedNanos;
    boolean alone;

    @Nullable
    Operation<?> enclosing;

    private @Nullable Telemetry telemetry;
    private @Nullable OperationTrace trace;

    private volatile boolean cancelled;
    private volatile @Nullable DatabaseClosedException abandoned;

    private @Nullable Object result;
    private @Nullable Throwable failure;

    /** Wakes the worker where it waits for something other than a statement. */
    private volatile @Nullable Runnable wakeup;

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

    /** Tells whether a reading connection can run it. */
    boolean readOnly() {
        return kind == SqliteListener.Kind.READ || kind == SqliteListener.Kind.STREAM;
    }

    /** Tells whether it counts for the bounds of a queue. */
    boolean needsPlace() {
        return true;
    }

    /** Returns the time that it has, which may be another one than is usual where it is submitted. */
    long timeoutNanos(long usual) {
        return usual;
    }

    /** Sets the time that it has from now on, before it is queued. */
    final void accept(long nanos, long timeoutNanos) {
        acceptedNanos = nanos;
        restartTimeout(nanos, timeoutNanos(timeoutNanos));
    }

    /** Gives it a new time. Once it is queued, worker thread only. */
    final void restartTimeout(long nanos, long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
        deadlineNanos = nanos + timeoutNanos;
    }

    /** Has its end told, before it is queued. */
    final void followedBy(Telemetry telemetry) {
        this.telemetry = telemetry;
        this.trace = telemetry.trace(this);
    }

    final @Nullable OperationTrace trace() {
        return trace;
    }

    final long acceptedNanos() {
        return acceptedNanos;
    }

    final long startedNanos() {
        return startedNanos;
    }

    final long deadlineNanos() {
        return deadlineNanos;
    }

    final long timeoutNanos() {
        return timeoutNanos;
    }

    /** Returns the SQL text, or what stands for it in a message. */
    abstract String sql();

    /** Says what it is, for the message to somebody whom it kept waiting. */
    String description() {
        return SqliteException.shown(sql()).strip();
    }

    /** Does the work on the worker's thread. */
    abstract @Nullable Object work(DatabaseConnection connection) throws Exception;

    /** Makes the result of what {@link #work} returned. Runs on the callback executor, and may run user code. */
    @SuppressWarnings({"unchecked", "NullAway"}) // Unless overridden, work returns a T, null only where T is nullable.
    T convert(@Nullable Object worked) {
        return (T) worked;
    }

    /** Returns whether the operation is to be run: it was neither cancelled nor has its time ended while it waited. */
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
            fail(isTimedOut() ? interrupted(connection.database(), e) : abandonedOr(e));
            return false;
        } finally {
            connection.leave(this);
        }
    }

    final void fail(Throwable e) {
        boolean closed = e instanceof DatabaseClosedException && !(failure instanceof DatabaseClosedException);
        result = null;
        failure = e;
        if (closed && telemetry != null) {
            telemetry.abandoned();
        }
    }

    /** Makes it stop if it runs: its database closes and waits for it no longer. */
    final void abandon(DatabaseClosedException reason) {
        abandoned = reason;
        stop();
    }

    final boolean isAbandoned() {
        return abandoned != null;
    }

    private Throwable abandonedOr(Throwable e) {
        DatabaseClosedException reason = abandoned;
        return reason != null && isStopping() ? reason : e;
    }

    final @Nullable Throwable failure() {
        return failure;
    }

    final void cancel() {
        cancelled = true;
        if (state.compareAndSet(State.WAITING, State.ENDED)) {
            unlink();
            tellCancelled();
        } else {
            stop();
        }
    }

    final boolean isCancelled() {
        return cancelled;
    }

    private void tellCancelled() {
        if (telemetry != null) {
            telemetry.cancelled(trace);
        }
    }

    private void unlink() {
        OperationQueue holder = queue;
        if (holder != null) {
            holder.remove(this);
        }
    }

    /** Makes it stop if it runs, wherever it waits. */
    final void stop() {
        if (state.compareAndSet(State.RUNNING, State.STOPPING)) {
            tellToStop();
        }
    }

    private void tellToStop() {
        stopRequested();
        Runnable waiting = wakeup;
        if (waiting != null) {
            waiting.run();
        }
    }

    /** Says what wakes the worker, which must then look at {@link #isStopping()}, or null if it waits no more. */
    final void wakeBy(@Nullable Runnable waiting) {
        wakeup = waiting;
    }

    final boolean isLate(long nanos) {
        return nanos - deadlineNanos >= 0;
    }

    /** Ends it if it waits and its time is over, and returns whether this call did so: the caller then completes it. */
    final boolean expire(long nanos) {
        if (!isLate(nanos) || !state.compareAndSet(State.WAITING, State.ENDED)) {
            return false;
        }
        unlink();
        startedNanos = nanos;
        return true;
    }

    /** Makes it stop if it runs: its time is over. */
    final void timeUp() {
        if (state.compareAndSet(State.RUNNING, State.TIMED_OUT)) {
            tellToStop();
        }
    }

    /** Tells the worker whether it should stop. */
    final boolean mustStop(long nanos) {
        if (isLate(nanos)) {
            timeUp();
        }
        return isStopping();
    }

    final boolean isStopping() {
        State current = state.get();
        return current == State.STOPPING || current == State.TIMED_OUT;
    }

    final boolean isTimedOut() {
        return state.get() == State.TIMED_OUT;
    }

    /** Is told once that it should stop, on any thread; a running statement is stopped without it. */
    void stopRequested() {}

    /** Returns the error of an operation that ran when its time was over. */
    Throwable interrupted(String database, Throwable cause) {
        String reason = "it waited " + Duration.ofNanos(startedNanos - acceptedNanos) + " and then ran";
        return new OperationTimeoutException(
                database, Duration.ofNanos(timeoutNanos), reason, Outcome.ROLLED_BACK, sql(), cause);
    }

    /** Returns the error of an operation that had not run when its time was over. */
    final OperationTimeoutException expired(String database, String obstacle) {
        return new OperationTimeoutException(
                database, Duration.ofNanos(timeoutNanos), obstacle, Outcome.NOT_EXECUTED, sql(), null);
    }

    /** Completes the future. Runs on the callback executor. */
    final void complete() {
        if (failure != null && cancelled) {
            tellCancelled();
        } else {
            Telemetry.ended(trace, failure);
        }
        if (trace == null) {
            completeFuture();
        } else {
            trace.run(this::completeFuture);
        }
        future.operationEnded();
    }

    /** Runs code of the user that belongs to it. */
    final void runUserCode(Runnable code) {
        if (trace == null) {
            code.run();
        } else {
            trace.run(code);
        }
    }

    private void completeFuture() {
        if (failure != null && cancelled) {
            // The one who cancels may not have come to say so, and must not find the future failed by the stop.
            future.cancel(false);
            return;
        }
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
