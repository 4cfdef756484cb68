package io.asyncsqlite.spring.boot;

import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.BackupResult;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.BlockingTransaction;
import io.asyncsqlite.ConnectionWork;
import io.asyncsqlite.SyncBulkWrite;
import io.asyncsqlite.SyncContents;
import io.asyncsqlite.SyncMaintenance;
import io.asyncsqlite.SyncRowQuery;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.UserDefined;
import io.asyncsqlite.WriteResult;
import java.nio.file.Path;
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
    public SyncRowQuery queryMany(String sql, Iterable<?> rows) {
        return delegate.get().queryMany(sql, rows);
    }

    @Override
    public SyncBulkWrite bulkWrite(String sql) {
        return delegate.get().bulkWrite(sql);
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
    public BlockingTransaction begin(TransactionMode mode, String name) {
        return delegate.get().begin(mode, name);
    }

    @Override
    public <T extends @Nullable Object> T read(ConnectionWork<T> work) {
        return delegate.get().read(work);
    }

    @Override
    public <T extends @Nullable Object> T write(ConnectionWork<T> work) {
        return delegate.get().write(work);
    }

    @Override
    public void define(UserDefined definition) {
        delegate.get().define(definition);
    }

    @Override
    public void undefine(UserDefined definition) {
        delegate.get().undefine(definition);
    }

    @Override
    public SyncMaintenance maintenance() {
        return delegate.get().maintenance();
    }

    @Override
    public SyncContents contents() {
        return delegate.get().contents();
    }

    @Override
    public BackupResult backup(Path target, BackupOptions options) {
        return delegate.get().backup(target, options);
    }
}
