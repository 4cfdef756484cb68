package io.asyncsqlite;

import io.asyncsqlite.engine.TransactionMode;
import java.util.List;
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

    private final SqliteOptions options;
    private final Statements statements;
    private final Completions completions;
    private final Function<? super Transaction, ? extends CompletionStage<T>> function;

    private final TransactionLane lane;

    // Written before the lane is closed, read after.
    private @Nullable T value;
    private @Nullable Throwable error;

    TransactionOperation(
            SqliteOptions options,
            Statements statements,
            Completions completions,
            Function<? super Transaction, ? extends CompletionStage<T>> function) {
        super(options.callbackExecutor(), SqliteListener.Kind.TRANSACTION, 0);
        this.options = options;
        this.statements = statements;
        this.completions = completions;
        this.function = function;
        this.lane = new TransactionLane(options);
    }

    @Override
    String sql() {
        return "asynchronous transaction";
    }

    @Override
    @Nullable
    Object work(DatabaseConnection connection) throws Exception {
        long deadline = System.nanoTime() + options.transactionTimeout().toNanos();
        LocalTransaction transaction = new LocalTransaction(statements, completions.callbacks(), lane, 0);
        return connection.inTransaction(TransactionMode.IMMEDIATE, sql(), () -> {
            completions
                    .callbacks()
                    .run(() -> transaction.run(function).whenComplete((result, failure) -> {
                        value = result;
                        error = transaction.end(failure);
                        lane.queue().close();
                    }));
            serve(connection, deadline);
            return value;
        });
    }

    @Override
    void stopRequested() {
        lane.end(rolledBack("was cancelled"));
    }

    private void serve(DatabaseConnection connection, long deadline) throws Exception {
        SqliteException rolledBackBy = null;
        Operation<?> operation;
        while (System.nanoTime() - deadline < 0
                && !isStopping()
                && (operation = lane.queue().poll(deadline)) != null) {
            if (operation.start(System.nanoTime())) {
                if (rolledBackBy != null) {
                    operation.fail(gone(rolledBackBy));
                } else if (!operation.run(connection)
                        && !connection.inTransaction()
                        && operation.failure() instanceof SqliteException e) {
                    rolledBackBy = e;
                }
                completions.complete(operation);
            }
        }
        if (isStopping()) {
            throw giveUp("was cancelled");
        }
        if (!lane.queue().isClosed() || lane.queue().size() > 0) {
            throw giveUp("was older than " + options.transactionTimeout());
        }
        if (error != null) {
            throw error instanceof Exception e ? e : new IllegalStateException(error);
        }
        if (rolledBackBy != null) {
            throw gone(rolledBackBy);
        }
    }

    /** Refuses what comes later and fails what waits. */
    private TransactionException giveUp(String why) {
        TransactionException reason = rolledBack(why);
        lane.end(reason);
        List<Operation<?>> rest = lane.queue().closeAndTakeAll();
        rest.removeIf(operation -> !operation.start(System.nanoTime()));
        rest.forEach(operation -> operation.fail(reason));
        completions.completeAll(rest);
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
