package io.asyncsqlite;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lends the writing connection to an asynchronous transaction, until the stage of its function completes or it is too old.
 *
 * <p>Invariant: when {@link #work} returns no transaction is open, the lane is closed, and every operation that it accepted is
 * completed.
 *
 * @param <T> type of the result
 */
final class TransactionOperation<T extends @Nullable Object> extends Operation<T> {

    private static final String SAVEPOINT = "asyncsqlite_function";

    private final SqliteOptions options;
    private final Completions completions;
    private final TransactionMode mode;
    private final OpenedAt openedAt;
    private final Function<? super Transaction, ? extends CompletionStage<T>> function;
    private final TransactionLane lane;
    private final LocalTransaction transaction;

    // Worker thread only.
    private boolean begun;
    /** When the transaction that this one is a savepoint of must end, or null if there is none. */
    private @Nullable Long outerDeadlineNanos;

    // Written before the lane is closed, read after.
    private @Nullable T value;
    private @Nullable Throwable error;

    TransactionOperation(
            Database database,
            long timeoutNanos,
            TransactionMode mode,
            OpenedAt openedAt,
            Function<? super Transaction, ? extends CompletionStage<T>> function) {
        super(database.options().callbackExecutor(), SqliteListener.Kind.TRANSACTION, 0);
        this.options = database.options();
        this.completions = database.completions();
        this.mode = mode;
        this.openedAt = openedAt;
        this.function = function;
        this.lane = new TransactionLane(options);
        boolean readOnly = mode == TransactionMode.READ_ONLY;
        this.transaction =
                new LocalTransaction(database.statements(), completions.callbacks(), timeoutNanos, lane, readOnly);
    }

    @Override
    boolean readOnly() {
        return mode == TransactionMode.READ_ONLY;
    }

    @Override
    String sql() {
        return "asynchronous transaction";
    }

    @Override
    String description() {
        return "the transaction opened at " + openedAt.caller();
    }

    @Override
    @Nullable
    Object work(DatabaseConnection connection) throws Exception {
        return outerDeadlineNanos != null
                ? connection.inSavepoint(SAVEPOINT, () -> body(connection))
                : connection.inTransaction(mode.begin(), sql(), () -> body(connection));
    }

    private @Nullable T body(DatabaseConnection connection) throws Exception {
        // It has its turn and the lock: from now on its age counts, no more the time that it waited.
        long now = System.nanoTime();
        restartTimeout(
                now,
                outerDeadlineNanos != null
                        ? outerDeadlineNanos - now
                        : options.transactionTimeout().toNanos());
        begun = true;
        completions.callbacks().run(this::callFunction);
        serve(connection);
        return value;
    }

    /** Makes it a savepoint in a transaction that is open. */
    void nestUntil(long deadlineNanos) {
        outerDeadlineNanos = deadlineNanos;
    }

    private void callFunction() {
        runUserCode(this::callFunctionNow);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The action is told of the failure.
    private void callFunctionNow() {
        transaction.run(function).whenComplete((result, failure) -> {
            value = result;
            error = transaction.end(failure);
            lane.queue().close();
        });
    }

    @Override
    void stopRequested() {
        lane.end(rolledBack(reasonToStop()));
    }

    private String reasonToStop() {
        if (isAbandoned()) {
            return "was open when the database closed";
        }
        return isTimedOut() ? "was older than " + options.transactionTimeout() : "was cancelled";
    }

    @Override
    Throwable interrupted(String database, Throwable cause) {
        if (!begun) {
            return super.interrupted(database, cause);
        }
        return cause instanceof TransactionException ? cause : rolledBack(reasonToStop());
    }

    private void serve(DatabaseConnection connection) throws Exception {
        SqliteException rolledBackBy = null;
        Operation<?> operation;
        while (!mustStop(System.nanoTime()) && (operation = lane.queue().poll(deadlineNanos())) != null) {
            if (operation.start(System.nanoTime())) {
                if (rolledBackBy != null) {
                    operation.fail(gone(rolledBackBy));
                } else if (!operation.run(connection)) {
                    rolledBackBy = rolledBackBy(connection, operation);
                }
                completions.complete(operation);
            }
        }
        if (mustStop(System.nanoTime())) {
            throw giveUp();
        }
        if (error != null) {
            throw error instanceof Exception e ? e : new IllegalStateException(error);
        }
        if (rolledBackBy != null) {
            throw gone(rolledBackBy);
        }
    }

    /** Returns the failure of an operation that ended the transaction, or null if it can go on. */
    private @Nullable SqliteException rolledBackBy(DatabaseConnection connection, Operation<?> operation) {
        if (isStopping()) {
            operation.fail(rolledBack(reasonToStop()));
            return null;
        }
        return !connection.inTransaction() && operation.failure() instanceof SqliteException failure ? failure : null;
    }

    /** Refuses what comes later and fails what waits. */
    private TransactionException giveUp() {
        TransactionException reason = rolledBack(reasonToStop());
        if (isTimedOut()) {
            LeakReports.report(String.valueOf(reason.getMessage()), openedAt);
            completions.callbacks().telemetry().leaked();
        }
        lane.end(reason);
        completions.failAll(lane.queue().closeAndTakeAll(), reason);
        return reason;
    }

    private TransactionException rolledBack(String why) {
        return new TransactionException(
                "The transaction on database '" + options.name() + "' " + why + ": it was rolled back",
                Outcome.ROLLED_BACK,
                null);
    }

    private TransactionException gone(SqliteException cause) {
        return new TransactionException(
                "SQLite rolled the transaction on database '" + options.name() + "' back after an earlier error",
                Outcome.ROLLED_BACK,
                cause);
    }
}
