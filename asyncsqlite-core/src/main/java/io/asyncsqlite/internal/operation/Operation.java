package io.asyncsqlite.internal.operation;

import io.asyncsqlite.ClusterUnavailableException;
import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.OperationTrace;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.option.Millis;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.sql.PragmaUse;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.Sized;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One queued unit of work, its outcome and its future. Its states are those of {@link OperationLifecycle}.
 *
 * <p>Invariants:
 * <ol>
 *   <li>The worker that started it calls {@link #run} and {@link #complete}; a later run replaces the outcome of an earlier one,
 *       whose effect was rolled back.
 *   <li>{@link #complete} acts once, and nothing that code of others throws keeps it from completing the future.
 * </ol>
 *
 * @param <T> type of the result
 */
public abstract non-sealed class Operation<T extends @Nullable Object> extends OperationLifecycle {

    /** About what an operation takes besides its values and result: its own fields, its future, and what its caller hung on that. */
    private static final long OVERHEAD_BYTES = 512;

    private static final @Nullable Object[] NO_VALUES = {};

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

    // Written before the operation is handed over, as in OperationLifecycle.
    public boolean ownGroup;
    private long undeliveredBytes;

    private @Nullable Telemetry telemetry;
    private @Nullable OperationTrace trace;

    private volatile @Nullable DatabaseClosedException abandoned;

    private @Nullable Object result;
    private @Nullable String ranOn;
    private @Nullable Throwable failure;

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

    /** Tells whether its commit may leave the wait for the disk to a flush that serves others, too. */
    public boolean sharesFlush() {
        return shareable();
    }

    /** Returns what a transaction that runs it must reckon with. */
    public StatementKind statementKind() {
        return StatementKind.WRITE;
    }

    /** Returns the PRAGMA that it runs, or null. */
    public @Nullable PragmaUse pragma() {
        return null;
    }

    /** Tells whether it is no statement of the user: then it also runs in a transaction that has gone. */
    public boolean runsNoStatement() {
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

    /** Notes where it is submitted, before it is queued. */
    public final void submittedOn(TransactionScope transaction) {
        scope = transaction;
        submittedOn(transaction.hold());
    }

    public final void submittedOn(WriterHold transaction) {
        hold = transaction;
        future.inside(transaction);
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

    /** Returns the SQL text, or what stands for it in a message. */
    public abstract String sql();

    /** Describes the operation in the message of an operation that waited for it. */
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

    /** Notes that its effect was rolled back and that it will be started again. Returns false if it is to stop: then the worker completes it. */
    public final boolean putBack() {
        if (!waitAgain()) {
            return false;
        }
        result = null;
        failure = null;
        return true;
    }

    /** Runs and keeps the outcome, and returns whether it succeeded. */
    public final boolean run(DatabaseConnection connection) {
        connection.interrupter().enter(this);
        ranOn = Thread.currentThread().getName();
        try {
            result = work(connection);
            failure = null;
            return true;
        } catch (Throwable e) {
            failBecause(connection.database(), e);
            return false;
        } finally {
            connection.interrupter().leave(this);
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
    final void cancelledBeforeItRan() {
        if (telemetry != null) {
            telemetry.cancelled(trace);
        }
    }

    @Override
    final void unlink() {
        OperationQueue holder = queue;
        if (holder != null) {
            holder.remove(this);
        }
    }

    @Override
    public final boolean mustStop(long nanos) {
        TransactionScope transaction = scope;
        return super.mustStop(nanos) || (transaction != null && transaction.isGivenUp());
    }

    /** Returns the error of an operation that ran when its time was over. */
    public Throwable interrupted(String database, Throwable cause) {
        String reason = "it waited " + Millis.of(startedNanos() - acceptedNanos()) + " and then ran";
        return Failures.operationTimeout(
                database, Duration.ofNanos(timeoutNanos()), reason, Outcome.ROLLED_BACK, sql(), cause);
    }

    /** Returns the error of an operation that was not running when its time was over. */
    public final OperationTimeoutException expired(String database, String obstacle) {
        Outcome outcome = wasPutBack() ? Outcome.ROLLED_BACK : Outcome.NOT_EXECUTED;
        return Failures.operationTimeout(database, Duration.ofNanos(timeoutNanos()), obstacle, outcome, sql(), null);
    }

    /** Returns the error of an operation that was not running when its time was over, because its cluster had no leader. */
    final ClusterUnavailableException leaderless(String database) {
        return Failures.noLeaderInTime(database, Duration.ofNanos(timeoutNanos()), sql());
    }

    /** Returns how many rows it read or changed, or -1 if it is not known. */
    final long rows() {
        if (result instanceof Sized sized) {
            return sized.rows();
        }
        return result instanceof WriteResult written ? written.rowsUpdated() : -1;
    }

    /** Returns the name of the thread that ran it last, or null. */
    final @Nullable String ranOn() {
        return ranOn;
    }

    /** Returns what was bound, for logs. */
    @Nullable
    Object[] values() {
        return NO_VALUES;
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

    /** Has the thread that waits for the result, if there is one, complete the future. Returns false if the caller has to. */
    final boolean handOver() {
        return trace == null && future.handOver(this::complete);
    }

    /** Completes the future, the first time. Runs on the callback executor, or on a thread that waits for the result. */
    public final void complete() {
        if (enterCompleted()) {
            complete(telemetry);
            future.workEnded();
        }
    }

    private void complete(@Nullable Telemetry told) {
        if (told == null) {
            completeFuture();
            return;
        }
        if (failure != null && isCancelled()) {
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
        if (failure == null) {
            succeed();
        } else if (isCancelled()) {
            // The one who cancels may not have come to say so, and must not find the future failed by the stop.
            future.workCancelled();
        } else {
            future.fail(failure);
        }
    }

    private void succeed() {
        T converted;
        try {
            converted = convert(result);
        } catch (Throwable e) {
            future.fail(e instanceof OutOfMemoryError ? memoryWasShortToConvert(e) : e);
            return;
        }
        future.succeed(converted);
    }

    private static InvalidResultException memoryWasShortToConvert(Throwable e) {
        return new InvalidResultException(
                "There was not enough memory to convert the result: the operation was executed", e);
    }
}
