package io.asyncsqlite.internal.blocking;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.ConnectionWork;
import io.asyncsqlite.TransactionMode;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A database for code that waits. */
public final class BlockingHandle extends BlockingOperations implements BlockingSqlite {

    private final AsyncSqlite db;

    /**
     * Makes a view.
     *
     * @param db waits for a place in a queue that is full
     */
    public BlockingHandle(AsyncSqlite db) {
        super(db);
        this.db = db;
    }

    @Override
    public BlockingSqlite withTimeout(Duration timeout) {
        return new BlockingHandle(db.withTimeout(timeout));
    }

    @Override
    public <T extends @Nullable Object, E extends Exception> T inTransaction(
            TransactionMode mode, TransactionWork<T, E> work) throws E {
        Objects.requireNonNull(work, "work");
        try (BlockingTransactionHandle transaction = begin(mode)) {
            T result = work.run(transaction);
            transaction.commitUnlessEnded();
            return result;
        }
    }

    @Override
    public BlockingTransactionHandle begin(TransactionMode mode) {
        return new BlockingTransactionHandle(Waits.await(db.begin(mode)));
    }

    @Override
    public <T extends @Nullable Object> T read(ConnectionWork<T> work) {
        return Waits.await(db.read(work));
    }

    @Override
    public <T extends @Nullable Object> T write(ConnectionWork<T> work) {
        return Waits.await(db.write(work));
    }
}
