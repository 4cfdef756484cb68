package io.asyncsqlite.internal.transaction;

import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.Locking;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationFuture;
import io.asyncsqlite.internal.operation.Services;
import io.asyncsqlite.internal.operation.Workers;
import io.asyncsqlite.internal.operation.WriterHold;
import io.asyncsqlite.internal.option.Millis;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.sql.StatementKind;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lends the writing connection to an asynchronous transaction, until the stage of its function completes or the transaction
 * reaches its age limit.
 *
 * <p>Invariants:
 * <ol>
 *   <li>When {@link #work} returns no transaction is open, no stream of it has a running query, and every operation that it accepted is completed.
 *   <li>No stream has a running query while an operation writes, so that each gives the rows of the moment at which it was opened.
 * </ol>
 *
 * @param <T> type of the result
 */
public final class TransactionOperation<T extends @Nullable Object> extends Operation<T> {

    private static final String SAVEPOINT = "asyncsqlite_function";

    private final Workers workers;
    private final SqliteOptions options;
    private final Duration ageLimit;
    private final Completions completions;
    private final TransactionMode mode;
    private final OpenedAt openedAt;
    private final TransactionBody<T> body;
    private final LentConnection lent;
    private final TransactionLane lane;
    private final TransactionLevel level;
    private final TransactionHandle transaction;

    // Worker thread only.
    private boolean begun;
    /** The failure with which SQLite rolled the transaction back, or null. */
    private @Nullable Throwable rolledBackBy;
    /** The time at which the enclosing transaction must end, or null if this is no savepoint in another one. */
    private @Nullable Long outerDeadlineNanos;

    /** The stage of the function, when it has returned. */
    private volatile @Nullable CompletionStage<T> stage;

    // Written before the lane is closed, read after.
    private @Nullable T value;
    private @Nullable Throwable error;

    public TransactionOperation(
            Services services, long timeoutNanos, TransactionMode mode, OpenedAt openedAt, TransactionBody<T> body) {
        this(services, timeoutNanos, services.options().transactionTimeout(), mode, openedAt, body);
    }

    /**
     * Makes an operation.
     *
     * @param timeoutNanos how long it may wait for its turn, and the time of its operations
     * @param ageLimit how long it may last from then on
     */
    public TransactionOperation(
            Services services,
            long timeoutNanos,
            Duration ageLimit,
            TransactionMode mode,
            OpenedAt openedAt,
            TransactionBody<T> body) {
        super(services.options().callbackExecutor(), SqliteListener.OperationKind.TRANSACTION, 0);
        this.options = services.options();
        this.ageLimit = ageLimit;
        this.completions = services.completions();
        this.workers = services.workers();
        this.mode = mode;
        this.openedAt = openedAt;
        this.body = body;
        this.lent = new LentConnection(services, () -> "the transaction " + openedAt.place());
        this.lane = new TransactionLane(options, lent);
        this.level = new TransactionLevel(lane, mode == TransactionMode.READ_ONLY);
        this.transaction = new TransactionHandle(services.statements(), completions, timeoutNanos, level);
    }

    /** Returns what keeps the writer while it is open. */
    public WriterHold hold() {
        return lent.hold();
    }

    @Override
    public boolean readOnly() {
        return mode == TransactionMode.READ_ONLY;
    }

    @Override
    public boolean sharesFlush() {
        return true;
    }

    @Override
    public String sql() {
        return "asynchronous transaction";
    }

    @Override
    public String description() {
        return "the transaction " + openedAt.place();
    }

    @Override
    @Nullable
    public Object work(DatabaseConnection connection) throws Exception {
        try {
            return outerDeadlineNanos != null
                    ? connection.transaction().runInSavepoint(SAVEPOINT, () -> lend(connection))
                    : connection.transaction().run(Locking.of(mode), sql(), () -> lend(connection));
        } catch (RollbackRequest asked) {
            return null;
        }
    }

    private @Nullable T lend(DatabaseConnection connection) throws Exception {
        connection.beforeLongRead();
        // The transaction has its turn and the lock. From now on its age limit counts, and no longer its time to
        // wait.
        long now = System.nanoTime();
        restartTimeout(now, outerDeadlineNanos != null ? outerDeadlineNanos - now : ageLimit.toNanos());
        begun = true;
        lent.open(() -> "its transaction was busy");
        lent.holdWriter(mode != TransactionMode.READ_ONLY || !workers.separateReaders());
        try {
            completions.callbacks().run(this::callFunction);
            serve(connection);
            return value;
        } finally {
            lent.holdWriter(false);
            lent.cursors().endAll(lane::reasonToEnd);
            lent.close();
            if (isCancelled()) {
                completions.callbacks().run(() -> OperationFuture.cancelForeign(stage));
            }
        }
    }

    /** Makes it a savepoint in a transaction that is open. */
    public void nestUntil(long deadlineNanos) {
        outerDeadlineNanos = deadlineNanos;
    }

    private void callFunction() {
        runUserCode(() -> WriterHold.runInside(lent.hold(), this::callFunctionNow));
    }

    private void callFunctionNow() {
        CompletionStage<T> returned = transaction.run(body::run);
        Callbacks.whenDone(returned, (result, failure) -> {
            value = result;
            error = level.end(failure);
            lent.queue().close();
        });
        body.running();
        stage = returned;
        if (isCancelled()) {
            OperationFuture.cancelForeign(returned);
        }
    }

    @Override
    public void stopRequested() {
        lane.end(rolledBack(reasonToStop()));
    }

    private String reasonToStop() {
        if (isAbandoned()) {
            return "was open when the database closed";
        }
        return isTimedOut() ? tooOld() + idleness() : "was cancelled";
    }

    private String tooOld() {
        return ageLimit.equals(options.transactionTimeout())
                ? Failures.olderThan(ageLimit)
                : "was older than its time of " + Millis.of(ageLimit);
    }

    /**
     * Returns a hint for the message if the transaction was idle while other operations waited: its function may wait for one of
     * them.
     */
    private String idleness() {
        String waiting = lent.hold().isIdle() ? workers.firstWaitingWrite() : null;
        return waiting == null
                ? ""
                : ", and did nothing while" + Excerpt.shown(waiting)
                        + " waited for it; use the transaction for what it waits for";
    }

    @Override
    public Throwable interrupted(String database, Throwable cause) {
        if (!begun) {
            return super.interrupted(database, cause);
        }
        return cause instanceof TransactionException ? cause : rolledBack(reasonToStop());
    }

    private void serve(DatabaseConnection connection) throws Exception {
        Operation<?> operation;
        while (!mustStop(System.nanoTime()) && (operation = lent.next(connection.looking(), deadlineNanos())) != null) {
            lent.serve(operation, each -> serve(connection, each));
        }
        if (mustStop(System.nanoTime())) {
            throw end();
        }
        throwError();
        if (rolledBackBy != null) {
            throw gone(rolledBackBy);
        }
    }

    private void serve(DatabaseConnection connection, Operation<?> operation) {
        if (rolledBackBy != null) {
            operation.fail(gone(rolledBackBy));
        } else if (!run(connection, operation)) {
            rolledBackBy = rolledBackBy(connection, operation);
        }
    }

    private void throwError() throws Exception {
        if (error instanceof Error e) {
            throw e;
        }
        if (error != null) {
            throw error instanceof Exception e ? e : new IllegalStateException(error);
        }
    }

    private boolean run(DatabaseConnection connection, Operation<?> operation) {
        TransactionException cancellation = operation.cancelledWithItsTransaction(Outcome.NOT_EXECUTED, null);
        if (cancellation != null) {
            operation.fail(cancellation);
            return false;
        }
        try {
            if (!operation.runsNoStatement() && operation.statementKind() != StatementKind.READ) {
                lent.cursors().readRest();
            }
        } catch (RuntimeException | Error e) {
            operation.fail(e);
            return false;
        }
        return operation.run(connection);
    }

    /** Returns the failure with which an operation ended the transaction, or null if the transaction can go on. */
    private @Nullable Throwable rolledBackBy(DatabaseConnection connection, Operation<?> operation) {
        if (isStopping()) {
            operation.fail(rolledBack(reasonToStop()));
            return null;
        }
        Throwable failure = operation.failure();
        TransactionException cancellation = operation.cancelledWithItsTransaction(Outcome.ROLLED_BACK, failure);
        if (cancellation != null && !(failure instanceof TransactionException)) {
            operation.fail(cancellation);
        }
        return connection.transaction().isOpen() ? null : failure;
    }

    /** Refuses later operations and fails the waiting ones. */
    private TransactionException end() {
        TransactionException reason = rolledBack(reasonToStop());
        if (isTimedOut()) {
            LeakReports.report(String.valueOf(reason.getMessage()), openedAt);
            completions.counters().leaked();
        }
        lane.end(reason);
        lent.failWaiting(reason);
        return reason;
    }

    private TransactionException rolledBack(String why) {
        return new TransactionException(
                openedAt.what() + " on database '" + options.name() + "' " + why + ": it was rolled back",
                Outcome.ROLLED_BACK,
                null);
    }

    private TransactionException gone(Throwable cause) {
        return new TransactionException(
                "SQLite rolled the transaction on database '" + options.name() + "' back after an earlier error",
                Outcome.ROLLED_BACK,
                cause);
    }
}
