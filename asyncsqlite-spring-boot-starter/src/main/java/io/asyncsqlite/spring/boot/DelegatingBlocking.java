package io.asyncsqlite.spring.boot;

import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.BlockingTransaction;
import io.asyncsqlite.ConnectionWork;
import io.asyncsqlite.SyncRowQuery;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.WriteResult;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passes every call to the database that is open now. */
record DelegatingBlocking(Supplier<BlockingSqlite> delegate) implements BlockingSqlite {

    @Override
    public BlockingSqlite withTimeout(Duration timeout) {
        // Checks the timeout now.
        delegate.get().withTimeout(timeout);
        return new DelegatingBlocking(() -> delegate.get().withTimeout(timeout));
    }

    @Override
    public WriteResult execute(String sql, @Nullable Object... parameters) {
        return delegate.get().execute(sql, parameters);
    }

    @Override
    public long executeMany(String sql, Iterable<?> rows) {
        return delegate.get().executeMany(sql, rows);
    }

    @Override
    public void executeScript(String sql) {
        delegate.get().executeScript(sql);
    }

    @Override
    public SyncRowQuery query(String sql, @Nullable Object... parameters) {
        return delegate.get().query(sql, parameters);
    }

    @Override
    public <T extends @Nullable Object, E extends Exception> T inTransaction(
            TransactionMode mode, TransactionWork<T, E> work) throws E {
        return delegate.get().inTransaction(mode, work);
    }

    @Override
    public BlockingTransaction begin(TransactionMode mode) {
        return delegate.get().begin(mode);
    }

    @Override
    public <T extends @Nullable Object> T read(ConnectionWork<T> work) {
        return delegate.get().read(work);
    }

    @Override
    public <T extends @Nullable Object> T write(ConnectionWork<T> work) {
        return delegate.get().write(work);
    }
}
