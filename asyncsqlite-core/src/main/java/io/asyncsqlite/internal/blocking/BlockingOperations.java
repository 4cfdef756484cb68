package io.asyncsqlite.internal.blocking;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.SyncBulkWrite;
import io.asyncsqlite.SyncOperations;
import io.asyncsqlite.SyncRowQuery;
import io.asyncsqlite.WriteResult;
import org.jspecify.annotations.Nullable;

/** The operations of a database or a transaction for code that waits. */
class BlockingOperations implements SyncOperations {

    private final AsyncOperations operations;

    BlockingOperations(AsyncOperations operations) {
        this.operations = operations;
    }

    /** Returns the operations, for one that begins now. */
    AsyncOperations operations() {
        return operations;
    }

    @Override
    public WriteResult execute(String sql, @Nullable Object... parameters) {
        return Waits.await(operations().execute(sql, parameters));
    }

    @Override
    public long executeMany(String sql, Iterable<?> rows) {
        return Waits.await(operations().executeMany(sql, rows));
    }

    @Override
    public SyncRowQuery queryMany(String sql, Iterable<?> rows) {
        return BlockingQuery.of(operations().queryMany(sql, rows));
    }

    public final SyncBulkWrite bulkWrite(String sql) {
        return new BlockingBulkWrite(operations().bulkWrite(sql));
    }

    @Override
    public void executeScript(String sql) {
        Waits.await(operations().executeScript(sql));
    }

    @Override
    public SyncRowQuery query(String sql, @Nullable Object... parameters) {
        return BlockingQuery.of(operations().query(sql, parameters));
    }

    @Override
    public String toString() {
        return "Blocking view of " + operations;
    }
}
