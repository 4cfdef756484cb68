package io.asyncsqlite.r2dbc;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.SavepointOperations;
import io.asyncsqlite.TransactionMode;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A session on the shared readers and the shared writer. It only holds its open transaction. */
final class SharedSession implements Session {

    private final AsyncSqlite database;
    private final OpenTransactions transactions;

    private volatile @Nullable OpenTransaction transaction;
    private volatile boolean readOnly;

    SharedSession(AsyncSqlite database, OpenTransactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    @Override
    public AsyncOperations operations(@Nullable Duration timeout) {
        OpenTransaction open = transaction;
        if (open != null) {
            return open.withTimeout(timeout == null ? database.timeout() : timeout);
        }
        return timed(timeout);
    }

    private AsyncSqlite timed(@Nullable Duration timeout) {
        return timeout == null ? database : database.withTimeout(timeout);
    }

    @Override
    public SavepointOperations savepoints() {
        return open();
    }

    @Override
    public DriverOperation<?> begin(WantedTransaction wanted, boolean unlessOpen) {
        return new Begin(wanted, unlessOpen);
    }

    @Override
    public CompletableFuture<Void> commit() {
        return forget().commit();
    }

    @Override
    public CompletableFuture<Void> rollback() {
        return forget().rollback();
    }

    private OpenTransaction forget() {
        OpenTransaction open = open();
        transaction = null;
        transactions.remove(open);
        return open;
    }

    private OpenTransaction open() {
        return Objects.requireNonNull(transaction, "a transaction is open");
    }

    @Override
    public @Nullable Object transaction() {
        return transaction;
    }

    @Override
    public boolean readOnly() {
        return transaction != null && readOnly;
    }

    @Override
    public CompletableFuture<Void> close() {
        return inTransaction() ? rollback() : CompletableFuture.completedFuture(null);
    }

    @Override
    public AsyncSqlite core() {
        return database;
    }

    private final class Begin extends BeginTransaction<OpenTransaction> {

        private final WantedTransaction wanted;

        Begin(WantedTransaction wanted, boolean unlessOpen) {
            super(unlessOpen);
            this.wanted = wanted;
        }

        @Override
        @Nullable
        CompletableFuture<OpenTransaction> open() {
            OpenTransaction open = transaction;
            return open == null ? null : CompletableFuture.completedFuture(open);
        }

        @Override
        CompletableFuture<OpenTransaction> begin() {
            AsyncSqlite timed = timed(wanted.timeout());
            String name = wanted.name();
            return name == null ? timed.begin(wanted.mode()) : timed.begin(wanted.mode(), name);
        }

        @Override
        void begun(OpenTransaction begun) {
            readOnly = wanted.mode() == TransactionMode.READ_ONLY;
            transaction = begun;
            transactions.add(begun);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // Compares identity.
        boolean isOpen(OpenTransaction begun) {
            return transaction == begun;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // The next write waits for the rollback in the queue.
        void rollback() {
            forget().rollback();
        }
    }
}
