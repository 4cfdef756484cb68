package io.asyncsqlite.internal.operation;

import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.OperationTrace;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.Interruptible;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.statement.Sized;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One queued unit of work and its future.
 *
 * <pre>
 * WAITING --start--> RUNNING --complete--> COMPLETED
 *    |                 | |  \--cancel, close--> STOPPING --complete--> COMPLETED
 *    |                 | \-----time over------> TIMED_OUT --complete--> COMPLETED
 *    |                 \--put back--> PUT_BACK --start--> RUNNING
 *    |                                   |
 *    \--------cancel, time over--------> ENDED --complete--> COMPLETED
 * </pre>
 *
 * RUNNING lasts until the outcome is final: a member of a group whose work is done is RUNNING until the COMMIT. PUT_BACK is a member whose
 * effect was rolled back and that will run again.
 *
 * <p>Invariants:
 * <ol>
 *   <li>Of a start, a cancel and an expiry of an operation that is WAITING or PUT_BACK exactly one succeeds. Who succeeds owns it, and
 *       completes it: the worker what it started, the timer what has expired, the caller's future what it cancels. So what was ended in
 *       time never runs, and every operation completes.
 *   <li>A worker that cannot put an operation back, because it is to stop, still owns it, and completes it.
 *   <li>A cancel while it runs, and its deadline, make its own statement stop at the next question, and never another's: see
 *       {@link io.asyncsqlite.internal.connection.StopQuestions#mustStop}.
 *   <li>The worker that started it calls {@link #run} and {@link #complete}; a later run replaces the outcome of an earlier one,
 *       whose effect was rolled back.
 *   <li>{@link #complete} acts once, and nothing that code of others throws keeps it from completing the future.
 * </ol>
 *
 * @param <T> type of the result
 */
public abstract class Operation<T extends @Nullable Object> implements OperationFuture.Cancellable, Interruptible {

    /** The time of an operation that has no deadline of its own: long enough, and far from overflowing. */
    public static final long UNLIMITED_NANOS = TimeUnit.DAYS.toNanos(36_500);

    /** About what an operation takes besides its values and result: its own fields, its future, and what its caller hung on that. */
    private static final long OVERHEAD_BYTES = 512;

    private enum State {
        WAITING,
        PUT_BACK,
        RUNNING,
        STOPPING,
        TIMED_OUT,
        ENDED,
        COMPLETED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final OperationFuture<T> future;
    private final SqliteListener.OperationKind kind;
    private final long bytes;

    /** The queue that holds it. */
    volatile @Nullable OperationQueue queue;

    /** What it was submitted on inside of a transaction, if any. */
    private volatile @Nullable TransactionScope scope;

    /** The transaction that it belongs to, which its callbacks are inside of, if any. */
    private volatile @Nullable WriterHold hold;

    /** The transaction whose callbacks have submitted it, if any. */
    private @Nullable WriterHold inside;

    // Written before the operation is handed over: by the caller, then the worker, then the callback executor.
    private long acceptedNanos;
    private long timeoutNanos;
    private long deadlineNanos;
    private long startedNanos;
    public boolean ownGroup;
    private boolean wasPutBack;
    private long undeliveredBytes;

    private @Nullable Telemetry telemetry;
    private @Nullable OperationTrace trace;

    private volatile boolean cancelled;
    private volatile @Nullable DatabaseClosedException abandoned;

    private @Nullable Object result;
    private @Nullable Throwable failure;

    /** Wakes the worker where it waits for something other than a statement. */
    private volatile @Nullable Runnable wakeup;

    @SuppressWarnings("this-escape") // The future keeps it, and uses it only once the caller has the future.
    protected Operation(Executor executor, SqliteListener.OperationKind kind, long bytes) {
        this.future = new OperationFuture<>(executor, this);
        this.kind = kind;
        this.bytes = bytes;
    }

    public final OperationFuture<T> future() {
        return future;
    }

    final SqliteListener.OperationKind kind() {
        return kind;
    }

    public final long bytes() {
        return bytes;
    }

    /** Tells whether it may share a transaction with others and be run again after a rollback: SQL and values, no user code. */
    public boolean shareable() {
        return false;
    }

    /** Tells whether a reading connection can run it. */
    public boolean readOnly() {
        return kind == SqliteListener.OperationKind.READ || kind == SqliteListener.OperationKind.STREAM;
    }

    /** Tells whether it counts for the bounds of a queue. */
    public boolean needsPlace() {
        return true;
    }

    /** Returns the time that it has, which may be another one than is usual where it is submitted. */
    public long timeoutNanos(long usual) {
        return usual;
    }

    /** Sets the time that it has from now on, before it is queued. */
    public final void accept(long nanos, long timeoutNanos) {
        acceptedNanos = nanos;
        restartTimeout(nanos, timeoutNanos(timeoutNanos));
    }

    /** Gives it a new time. Once it is queued, worker thread only. */
    public final void restartTimeout(long nanos, long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
        deadlineNanos = nanos + timeoutNanos;
    }

    /** Notes where it is submitted, before it is queued. */
    public final void submittedOn(TransactionScope transaction) {
        scope = transaction;
        hold = transaction.hold();
    }

    public final void submittedOn(WriterHold transaction) {
        hold = transaction;
    }

    public final void submittedInside(@Nullable WriterHold transaction) {
        inside = transaction;
    }

    public final @Nullable WriterHold inside() {
        return inside;
    }

    /** Returns why its transaction does not want it any more, or null. */
    public final @Nullable TransactionException cancelledWithItsTransaction(
            Outcome outcome, @Nullable Throwable cause) {
        TransactionScope transaction = scope;
        return transaction != null && transaction.isGivenUp() ? transaction.cancelled(outcome, cause) : null;
    }

    /** Has its end told, before it is queued. */
    public final void followedBy(Telemetry telemetry) {
        this.telemetry = telemetry;
        this.trace = telemetry.trace(this);
    }

    final @Nullable OperationTrace trace() {
        return trace;
    }

    public final long acceptedNanos() {
        return acceptedNanos;
    }

    @Override
    public final long startedNanos() {
        return startedNanos;
    }

    public final long deadlineNanos() {
        return deadlineNanos;
    }

    public final long timeoutNanos() {
        return timeoutNanos;
    }

    /** Returns the SQL text, or what stands for it in a message. */
    public abstract String sql();

    /** Says what it is, for the message to somebody whom it kept waiting. */
    public String description() {
        return Excerpt.shown(sql()).strip();
    }

    /** Does the work on the worker's thread. */
    public abstract @Nullable Object work(DatabaseConnection connection) throws Exception;

    /** Makes the result of what {@link #work} returned. Runs on the callback executor, and may run user code. */
    @SuppressWarnings({"unchecked", "NullAway"}) // Unless overridden, work returns a T, null only where T is nullable.
    public T convert(@Nullable Object worked) {
        return (T) worked;
    }

    /** Takes it, to run it or to fail it. Returns false if it was cancelled or its time ended before: then others complete it. */
    public final boolean start(long nanos) {
        if (state.compareAndSet(State.WAITING, State.RUNNING) || state.compareAndSet(State.PUT_BACK, State.RUNNING)) {
            startedNanos = nanos;
            return true;
        }
        return false;
    }

    /** Notes that its effect was rolled back and that it will be started again. Returns false if it is to stop: then the worker completes it. */
    public final boolean putBack() {
        if (!state.compareAndSet(State.RUNNING, State.PUT_BACK)) {
            return false;
        }
        wasPutBack = true;
        result = null;
        failure = null;
        return true;
    }

    final boolean wasPutBack() {
        return wasPutBack;
    }

    /** Tells whether it does not wait to run for the first time any more. */
    final boolean hasStarted() {
        return state.get() != State.WAITING;
    }

    /** Ends it if it waits to run for the first time, and returns whether this call did so: the caller then completes it. */
    final boolean endBeforeItRuns(long nanos) {
        boolean ended = endIn(State.WAITING);
        if (ended) {
            startedNanos = nanos;
        }
        return ended;
    }

    /** Tells whether it was cancelled or its time ended before a worker took it. */
    public final boolean hasEnded() {
        State current = state.get();
        return current == State.ENDED || current == State.COMPLETED;
    }

    /** Runs and keeps the outcome, and returns whether it succeeded. */
    public final boolean run(DatabaseConnection connection) {
        connection.stopQuestions().enter(this);
        try {
            result = work(connection);
            failure = null;
            return true;
        } catch (Throwable e) {
            failBecause(connection.database(), e);
            return false;
        } finally {
            connection.stopQuestions().leave(this);
        }
    }

    /** Fails it with an error that it met, or with the reason for which it was stopped. */
    public final void failBecause(String database, Throwable e) {
        if (isTimedOut()) {
            fail(interrupted(database, e));
        } else {
            fail(abandonedOr(e instanceof OutOfMemoryError ? memoryWasShort(database, e) : e));
        }
    }

    private StatementException memoryWasShort(String database, Throwable e) {
        return new StatementException(
                "There was not enough memory for an operation on database '" + database + "': it was rolled back"
                        + Excerpt.shown(sql()),
                new ResultCode(ResultCode.NOMEM),
                sql(),
                e);
    }

    /** Fails it with the reason for which it was stopped, once its effect was rolled back. */
    public final void failStopped(String database) {
        if (failure == null) {
            failBecause(database, new CancellationException());
        }
    }

    public final void fail(Throwable e) {
        boolean closed = e instanceof DatabaseClosedException && !(failure instanceof DatabaseClosedException);
        result = null;
        failure = e;
        if (closed && telemetry != null) {
            telemetry.counters().abandoned();
        }
    }

    /** Makes it stop if it runs: its database closes and waits for it no longer. */
    public final void abandon(DatabaseClosedException reason) {
        abandoned = reason;
        stop();
    }

    public final boolean isAbandoned() {
        return abandoned != null;
    }

    private Throwable abandonedOr(Throwable e) {
        DatabaseClosedException reason = abandoned;
        return reason != null && isStopping() ? reason : e;
    }

    public final @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public final void cancel() {
        cancelled = true;
        State current = state.get();
        while (!cancelIn(current)) {
            // The worker has taken it or put it back meanwhile.
            current = state.get();
        }
    }

    /** Cancels it if its state is still this one. */
    private boolean cancelIn(State current) {
        switch (current) {
            case WAITING, PUT_BACK -> {
                if (!endIn(current)) {
                    return false;
                }
                tellCancelled();
            }
            case RUNNING -> {
                if (!state.compareAndSet(State.RUNNING, State.STOPPING)) {
                    return false;
                }
                tellToStop();
            }
            default -> {
                // It stops or has ended already.
            }
        }
        return true;
    }

    private boolean endIn(State current) {
        boolean ended = state.compareAndSet(current, State.ENDED);
        if (ended) {
            unlink();
        }
        return ended;
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
    public final void stop() {
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
    public final void wakeBy(@Nullable Runnable waiting) {
        wakeup = waiting;
    }

    final boolean isLate(long nanos) {
        return nanos - deadlineNanos >= 0;
    }

    /** Ends it if it waits and its time is over, and returns whether this call did so: the caller then completes it. */
    public final boolean expire(long nanos) {
        if (!isLate(nanos) || !(endIn(State.WAITING) || endIn(State.PUT_BACK))) {
            return false;
        }
        startedNanos = nanos;
        return true;
    }

    /** Makes it stop if it runs: its time is over. */
    final void timeUp() {
        if (state.compareAndSet(State.RUNNING, State.TIMED_OUT)) {
            tellToStop();
        }
    }

    @Override
    public final boolean mustStop(long nanos) {
        if (isLate(nanos)) {
            timeUp();
        }
        TransactionScope transaction = scope;
        return isStopping() || (transaction != null && transaction.isGivenUp());
    }

    public final boolean isStopping() {
        State current = state.get();
        return current == State.STOPPING || current == State.TIMED_OUT;
    }

    public final boolean isTimedOut() {
        return state.get() == State.TIMED_OUT;
    }

    /** Is told once that it should stop, on any thread; a running statement is stopped without it. */
    public void stopRequested() {}

    /** Returns the error of an operation that ran when its time was over. */
    public Throwable interrupted(String database, Throwable cause) {
        String reason = "it waited " + Duration.ofNanos(startedNanos - acceptedNanos) + " and then ran";
        return Failures.operationTimeout(
                database, Duration.ofNanos(timeoutNanos), reason, Outcome.ROLLED_BACK, sql(), cause);
    }

    /** Returns the error of an operation that was not running when its time was over. */
    public final OperationTimeoutException expired(String database, String obstacle) {
        Outcome outcome = wasPutBack ? Outcome.ROLLED_BACK : Outcome.NOT_EXECUTED;
        return Failures.operationTimeout(database, Duration.ofNanos(timeoutNanos), obstacle, outcome, sql(), null);
    }

    public final long resultBytes() {
        return result instanceof Sized sized ? sized.bytes() : 0;
    }

    /** Estimates the memory that it holds until it completes. The first call, when it is handed over, decides. */
    final long undeliveredBytes() {
        if (undeliveredBytes == 0) {
            undeliveredBytes = OVERHEAD_BYTES + bytes + resultBytes();
        }
        return undeliveredBytes;
    }

    /** Completes the future, the first time. Runs on the callback executor. */
    public final void complete() {
        if (state.getAndSet(State.COMPLETED) == State.COMPLETED) {
            return;
        }
        complete(telemetry);
        future.workEnded();
    }

    private void complete(@Nullable Telemetry told) {
        if (told == null) {
            completeFuture();
            return;
        }
        if (failure != null && cancelled) {
            told.cancelled(trace);
        } else {
            told.ended(trace, failure);
        }
        told.run(trace, this::completeInside);
    }

    /** Completes the future, with what depends on it inside of the transaction that it belongs to. */
    private void completeInside() {
        WriterHold.runInside(hold, this::completeFuture);
    }

    /** Runs code of the user that belongs to it. */
    public final void runUserCode(Runnable code) {
        if (telemetry == null) {
            code.run();
        } else {
            telemetry.run(trace, code);
        }
    }

    private void completeFuture() {
        if (failure != null && cancelled) {
            // The one who cancels may not have come to say so, and must not find the future failed by the stop.
            future.workCancelled();
            return;
        }
        if (failure != null) {
            future.fail(failure);
            return;
        }
        T converted;
        try {
            converted = convert(result);
        } catch (OutOfMemoryError e) {
            future.fail(new InvalidResultException(
                    "There was not enough memory to convert the result: the operation was executed", e));
            return;
        } catch (Throwable e) {
            future.fail(e);
            return;
        }
        future.succeed(converted);
    }
}
