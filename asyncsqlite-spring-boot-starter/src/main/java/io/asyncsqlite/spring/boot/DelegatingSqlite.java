package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.BackupResult;
import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.BulkWrite;
import io.asyncsqlite.Capability;
import io.asyncsqlite.Changes;
import io.asyncsqlite.ClusterNode;
import io.asyncsqlite.ConnectionWork;
import io.asyncsqlite.Contents;
import io.asyncsqlite.Maintenance;
import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.RowQuery;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteStats;
import io.asyncsqlite.Transaction;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.UserDefined;
import io.asyncsqlite.WriteResult;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Passes every call to the database that is open now. */
abstract class DelegatingSqlite implements AsyncSqlite {

    /** Returns the database that is open now. */
    abstract AsyncSqlite delegate();

    @Override
    public String name() {
        return delegate().name();
    }

    @Override
    public AsyncSqlite withTimeout(Duration timeout) {
        // Checks the timeout now. The view asks for the delegate again later, which may be another one then.
        delegate().withTimeout(timeout);
        DelegatingSqlite whole = this;
        return new DelegatingSqlite() {
            @Override
            AsyncSqlite delegate() {
                return whole.delegate().withTimeout(timeout);
            }
        };
    }

    @Override
    public BlockingSqlite blocking() {
        return new DelegatingBlocking(() -> delegate().blocking());
    }

    @Override
    public Set<Capability> capabilities() {
        return delegate().capabilities();
    }

    @Override
    public boolean supports(Class<?> type) {
        return delegate().supports(type);
    }

    @Override
    public Duration timeout() {
        return delegate().timeout();
    }

    @Override
    public CompletableFuture<WriteResult> execute(String sql, @Nullable Object... parameters) {
        return delegate().execute(sql, parameters);
    }

    @Override
    public CompletableFuture<Long> executeMany(String sql, Iterable<?> rows) {
        return delegate().executeMany(sql, rows);
    }

    @Override
    public RowQuery queryMany(String sql, Iterable<?> rows) {
        return delegate().queryMany(sql, rows);
    }

    @Override
    public BulkWrite bulkWrite(String sql) {
        return delegate().bulkWrite(sql);
    }

    @Override
    public CompletableFuture<Void> executeScript(String sql) {
        return delegate().executeScript(sql);
    }

    @Override
    public RowQuery query(String sql, @Nullable Object... parameters) {
        return delegate().query(sql, parameters);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            Function<? super Transaction, ? extends CompletionStage<T>> work) {
        return delegate().inTransaction(work);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            TransactionMode mode, Function<? super Transaction, ? extends CompletionStage<T>> work) {
        return delegate().inTransaction(mode, work);
    }

    @Override
    public CompletableFuture<OpenTransaction> begin(TransactionMode mode) {
        return delegate().begin(mode);
    }

    @Override
    public CompletableFuture<OpenTransaction> begin(TransactionMode mode, String name) {
        return delegate().begin(mode, name);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> read(ConnectionWork<T> work) {
        return delegate().read(work);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> write(ConnectionWork<T> work) {
        return delegate().write(work);
    }

    @Override
    public CompletableFuture<AsyncConnection> connect() {
        return delegate().connect();
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> withConnection(
            Function<? super AsyncConnection, ? extends CompletionStage<T>> work) {
        return delegate().withConnection(work);
    }

    @Override
    public Maintenance maintenance() {
        return delegate().maintenance();
    }

    @Override
    public Contents contents() {
        return delegate().contents();
    }

    @Override
    public CompletableFuture<BackupResult> backup(Path target, BackupOptions options) {
        return delegate().backup(target, options);
    }

    @Override
    public Flow.Publisher<Changes> changes() {
        return delegate().changes();
    }

    @Override
    public Flow.Publisher<String> dump() {
        return delegate().dump();
    }

    @Override
    public Flow.Publisher<ByteBuffer> streamBlob(BlobLocation location) {
        return delegate().streamBlob(location);
    }

    @Override
    public CompletableFuture<Void> define(UserDefined definition) {
        return delegate().define(definition);
    }

    @Override
    public CompletableFuture<Void> undefine(UserDefined definition) {
        return delegate().undefine(definition);
    }

    @Override
    public void addListener(SqliteListener listener) {
        delegate().addListener(listener);
    }

    @Override
    public void removeListener(SqliteListener listener) {
        delegate().removeListener(listener);
    }

    @Override
    public CompletableFuture<List<ClusterNode>> clusterNodes() {
        return delegate().clusterNodes();
    }

    @Override
    public SqliteStats stats() {
        return delegate().stats();
    }

    @Override
    public void close() {
        delegate().close();
    }

    @Override
    public int close(Duration timeout) {
        return delegate().close(timeout);
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        return delegate().closeAsync();
    }

    @Override
    public String toString() {
        return delegate().toString();
    }
}
