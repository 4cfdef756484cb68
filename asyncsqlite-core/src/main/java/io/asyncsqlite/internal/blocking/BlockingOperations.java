package io.asyncsqlite.internal.blocking;

import io.asyncsqlite.AsyncOperations;
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

    @Override
    public WriteResult execute(String sql, @Nullable Object... parameters) {
        return Waits.await(operations.execute(sql, parameters));
    }

    @Override
    public long executeMany(String sql, Iterable<?> rows) {
        return Waits.await(operations.executeMany(sql, rows));
    }

    @Override
    public void executeScript(String sql) {
        Waits.await(operations.executeScript(sql));
    }

    @Override
    public SyncRowQuery query(String sql, @Nullable Object... parameters) {
        return BlockingQuery.of(operations.query(sql, parameters));
    }

    @Override
    public String toString() {
        return "Blocking view of " + operations;
    }
}
