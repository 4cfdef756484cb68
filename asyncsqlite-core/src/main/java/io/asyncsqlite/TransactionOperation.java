package io.asyncsqlite;

import io.asyncsqlite.engine.TransactionMode;
import java.util.ArrayList;
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
    }

    @Override
    String sql() {
        return "asynchronous transaction";
    }

    @Override
    @Nullable
    Object work(DatabaseConnection connection) throws Exception {
        long deadline = System.nanoTime() + options.transactionTimeout().toNanos();
        TransactionLane lane = new TransactionLane(options);
        LocalTransaction transaction = new LocalTransaction(statements, completions.callbacks(), lane, 0);
        return connection.inTransaction(TransactionMode.IMMEDIATE, sql(), () -> {
            completions
                    .callbacks()
                    .run(() -> transaction.run(function).whenComplete((result, failure) -> {
                        value = result;
                        error = transaction.end(failure);
                        lane.queue().close();
                    }));
            serve(connection, lane, deadline);
            return value;
        });
    }

    private void serve(DatabaseConnection connection, TransactionLane lane, long deadline) throws Exception {
        SqliteException rolledBackBy = null;
        Operation<?> operation;
        while (System.nanoTime() - deadline < 0 && (operation = lane.queue().poll(deadline)) != null) {
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
        if (!lane.queue().isClosed() || lane.queue().size() > 0) {
            expire(lane);
        }
        if (error != null) {
            throw error instanceof Exception e ? e : new IllegalStateException(error);
        }
        if (rolledBackBy != null) {
            throw gone(rolledBackBy);
        }
    }

    private void expire(TransactionLane lane) {
        TransactionException reason = new TransactionException(
                "The transaction on database '" + options.name() + "' was older than " + options.transactionTimeout()
                        + ": it was rolled back",
                Outcome.ROLLED_BACK,
                null);
        lane.end(reason);
        List<Operation<?>> rest = new ArrayList<>();
        lane.queue().drainTo(rest, Integer.MAX_VALUE);
        rest.removeIf(operation -> !operation.start(System.nanoTime()));
        rest.forEach(operation -> operation.fail(reason));
        completions.completeAll(rest);
        throw reason;
    }

    private TransactionException gone(SqliteException cause) {
        return new TransactionException(
                "SQLite rolled the transaction on database '" + options.name() + "' back after an earlier error",
                Outcome.ROLLED_BACK,
                cause);
    }
}
