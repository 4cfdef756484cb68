package io.asyncsqlite.spring.boot.transaction;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.BackupResult;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.BlockingTransaction;
import io.asyncsqlite.ConnectionWork;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.SyncBulkWrite;
import io.asyncsqlite.SyncContents;
import io.asyncsqlite.SyncMaintenance;
import io.asyncsqlite.SyncOperations;
import io.asyncsqlite.SyncRowQuery;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.UserDefined;
import io.asyncsqlite.WriteResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A database for code that waits, which takes part in the transaction of the calling thread. Without one it is {@link
 * AsyncSqlite#blocking()}. Thread-safe.
 *
 * <p>Inside of a transaction of {@link SqliteTransactionManager}:
 *
 * <ul>
 *   <li>Statements, scripts and queries run in it. A query belongs to the transaction in which {@link #query} was called.
 *   <li>{@code inTransaction} and {@code begin} are savepoints in it, whatever mode they ask for.
 *   <li>{@code read} and {@code write} are refused with {@link TransactionException}, because they run on connections of their own: they
 *       would not see the changes of the transaction.
 * </ul>
 */
public final class TransactionAwareBlockingSqlite implements BlockingSqlite {

    private final AsyncSqlite bound;
    private final AsyncSqlite database;

    /**
     * Creates a view.
     *
     * @param database an open database: the same object that the {@link SqliteTransactionManager} has
     */
    public TransactionAwareBlockingSqlite(AsyncSqlite database) {
        this(Objects.requireNonNull(database, "database"), database);
    }

    private TransactionAwareBlockingSqlite(AsyncSqlite bound, AsyncSqlite timed) {
        this.bound = bound;
        this.database = timed;
    }

    private @Nullable TransactionHolder<BlockingTransaction> holder() {
        TransactionHolder<BlockingTransaction> holder = SqliteTransactionManager.bound(bound);
        return holder == null || holder.isEnded() ? null : holder;
    }

    private BlockingTransaction joined(TransactionHolder<BlockingTransaction> holder) {
        return holder.transaction().withTimeout(holder.timeFor(database.timeout()));
    }

    private SyncOperations operations() {
        TransactionHolder<BlockingTransaction> holder = holder();
        return holder == null ? database.blocking() : joined(holder);
    }

    @Override
    public BlockingSqlite withTimeout(Duration timeout) {
        return new TransactionAwareBlockingSqlite(bound, bound.withTimeout(timeout));
    }

    @Override
    public WriteResult execute(String sql, @Nullable Object... parameters) {
        return operations().execute(sql, parameters);
    }

    @Override
    public long executeMany(String sql, Iterable<?> rows) {
        return operations().executeMany(sql, rows);
    }

    @Override
    public SyncRowQuery queryMany(String sql, Iterable<?> rows) {
        return operations().queryMany(sql, rows);
    }

    @Override
    public SyncBulkWrite bulkWrite(String sql) {
        TransactionHolder<BlockingTransaction> holder = holder();
        return holder == null
                ? database.blocking().bulkWrite(sql)
                : joined(holder).bulkWrite(sql);
    }

    @Override
    public void executeScript(String sql) {
        operations().executeScript(sql);
    }

    @Override
    public SyncRowQuery query(String sql, @Nullable Object... parameters) {
        return operations().query(sql, parameters);
    }

    @Override
    public <T extends @Nullable Object, E extends Exception> T inTransaction(
            TransactionMode mode, TransactionWork<T, E> work) throws E {
        Objects.requireNonNull(work, "work");
        TransactionHolder<BlockingTransaction> holder = holder();
        if (holder == null) {
            return database.blocking().inTransaction(mode, work);
        }
        try (SavepointTransaction transaction = new SavepointTransaction(holder, joined(holder))) {
            T result = work.run(transaction);
            if (!transaction.hasEnded()) {
                transaction.commit();
            }
            return result;
        }
    }

    @Override
    public BlockingTransaction begin(TransactionMode mode) {
        TransactionHolder<BlockingTransaction> holder = holder();
        return holder == null ? database.blocking().begin(mode) : new SavepointTransaction(holder, joined(holder));
    }

    @Override
    public BlockingTransaction begin(TransactionMode mode, String name) {
        TransactionHolder<BlockingTransaction> holder = holder();
        return holder == null
                ? database.blocking().begin(mode, name)
                : new SavepointTransaction(holder, joined(holder));
    }

    @Override
    public <T extends @Nullable Object> T read(ConnectionWork<T> work) {
        refuseInTransaction("read");
        return database.blocking().read(work);
    }

    @Override
    public <T extends @Nullable Object> T write(ConnectionWork<T> work) {
        refuseInTransaction("write");
        return database.blocking().write(work);
    }

    @Override
    public SyncMaintenance maintenance() {
        return database.blocking().maintenance();
    }

    @Override
    public SyncContents contents() {
        return database.blocking().contents();
    }

    @Override
    public BackupResult backup(Path target, BackupOptions options) {
        return database.blocking().backup(target, options);
    }

    @Override
    public void define(UserDefined definition) {
        database.blocking().define(definition);
    }

    @Override
    public void undefine(UserDefined definition) {
        database.blocking().undefine(definition);
    }

    private void refuseInTransaction(String method) {
        if (holder() != null) {
            throw new TransactionException(
                    method
                            + "(connection -> ...) runs on a connection of its own and cannot take part in the transaction of"
                            + " this thread on database '" + database.name()
                            + "': use execute, query or inTransaction: the work was not executed",
                    Outcome.NOT_EXECUTED,
                    null);
        }
    }

    @Override
    public String toString() {
        return "Transaction-aware blocking view of " + database;
    }
}
