package io.asyncsqlite.r2dbc;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Runs a statement only in the transaction that was open when it was subscribed to. A flow whose cancel comes while it subscribes
 * may go on for a moment, and its transaction may be rolled back in that moment: its next statement must not run on its own.
 *
 * @param <T> type of the statement's result
 */
final class RunInSameTransaction<T extends @Nullable Object> implements DriverOperation<T> {

    private final Session session;
    private final Object transaction;
    private final DriverOperation<T> statement;

    /**
     * Makes an operation.
     *
     * @param transaction what the session returns for the transaction that is open now
     */
    RunInSameTransaction(Session session, Object transaction, DriverOperation<T> statement) {
        this.session = session;
        this.transaction = transaction;
        this.statement = statement;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // Compares identity.
    public CompletableFuture<T> start() {
        return session.transaction() == transaction ? statement.start() : Failures.transactionEnded();
    }

    @Override
    public void ended(@Nullable T value, @Nullable Throwable failure) {
        statement.ended(value, failure);
    }

    @Override
    public void undo(T value) {
        statement.undo(value);
    }

    @Override
    public void stop(CompletableFuture<T> started) {
        statement.stop(started);
    }

    @Override
    public @Nullable String sql() {
        return statement.sql();
    }
}
