package io.asyncsqlite.spring.boot.transaction;

import io.asyncsqlite.BlockingTransaction;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SyncBulkWrite;
import io.asyncsqlite.SyncRowQuery;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.WriteResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A transaction inside of the transaction of the thread: a savepoint. */
final class SavepointTransaction implements BlockingTransaction {

    private final TransactionHolder<BlockingTransaction> holder;
    private final BlockingTransaction outer;
    private final String name;
    private volatile boolean ended;

    /**
     * Opens a savepoint.
     *
     * @param outer the transaction of the holder, with the time for an operation
     */
    SavepointTransaction(TransactionHolder<BlockingTransaction> holder, BlockingTransaction outer) {
        this.holder = holder;
        this.outer = outer;
        this.name = holder.newSavepoint();
        outer.savepoint(name);
    }

    private BlockingTransaction open() {
        if (ended) {
            throw new TransactionException(
                    "The transaction inside of another one has ended: the operation was not executed",
                    Outcome.NOT_EXECUTED,
                    null);
        }
        return outer;
    }

    boolean hasEnded() {
        return ended;
    }

    @Override
    public void commit() {
        open();
        ended = true;
        try {
            outer.release(name);
        } catch (SqliteException e) {
            holder.setRollbackOnly();
            throw e;
        }
    }

    @Override
    public void rollback() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            outer.rollbackTo(name);
            outer.release(name);
        } catch (SqliteException e) {
            // What could not be undone alone is undone with the rest.
            holder.setRollbackOnly();
        }
    }

    @Override
    public void close() {
        rollback();
    }

    @Override
    public BlockingTransaction withTimeout(Duration timeout) {
        return open().withTimeout(timeout);
    }

    @Override
    public void savepoint(String savepoint) {
        open().savepoint(savepoint);
    }

    @Override
    public void rollbackTo(String savepoint) {
        open().rollbackTo(savepoint);
    }

    @Override
    public void release(String savepoint) {
        open().release(savepoint);
    }

    @Override
    public WriteResult execute(String sql, @Nullable Object... parameters) {
        return open().execute(sql, parameters);
    }

    @Override
    public long executeMany(String sql, Iterable<?> rows) {
        return open().executeMany(sql, rows);
    }

    @Override
    public SyncRowQuery queryMany(String sql, Iterable<?> rows) {
        return open().queryMany(sql, rows);
    }

    @Override
    public SyncBulkWrite bulkWrite(String sql) {
        return open().bulkWrite(sql);
    }

    @Override
    public void executeScript(String sql) {
        open().executeScript(sql);
    }

    @Override
    public SyncRowQuery query(String sql, @Nullable Object... parameters) {
        return open().query(sql, parameters);
    }
}
