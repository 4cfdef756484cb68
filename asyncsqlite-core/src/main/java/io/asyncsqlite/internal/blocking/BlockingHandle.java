package io.asyncsqlite.internal.blocking;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.BackupResult;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.BlockingTransaction;
import io.asyncsqlite.ConnectionWork;
import io.asyncsqlite.SyncContents;
import io.asyncsqlite.SyncMaintenance;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.UserDefined;
import java.nio.file.Path;
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
        return BlockingTransactionHandle.of(Waits.await(db.begin(mode)));
    }

    @Override
    public BlockingTransaction begin(TransactionMode mode, String name) {
        return BlockingTransactionHandle.of(Waits.await(db.begin(mode, name)));
    }

    @Override
    public <T extends @Nullable Object> T read(ConnectionWork<T> work) {
        return Waits.await(db.read(work));
    }

    @Override
    public <T extends @Nullable Object> T write(ConnectionWork<T> work) {
        return Waits.await(db.write(work));
    }

    @Override
    public void define(UserDefined definition) {
        Waits.await(db.define(definition));
    }

    @Override
    public void undefine(UserDefined definition) {
        Waits.await(db.undefine(definition));
    }

    @Override
    public SyncMaintenance maintenance() {
        return new BlockingMaintenance(db.maintenance());
    }

    @Override
    public SyncContents contents() {
        return new BlockingContents(db.contents());
    }

    @Override
    public BackupResult backup(Path target, BackupOptions options) {
        return Waits.await(db.backup(target, options));
    }
}
