package io.asyncsqlite;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A database for code that waits: on virtual threads, in scripts and in tests. It has the verbs of {@link AsyncSqlite} without futures, and is a
 * view of it: see {@link AsyncSqlite#blocking()}. Thread-safe.
 *
 * <pre>{@code
 * BlockingSqlite db = async.blocking();
 * db.inTransaction(tx -> {
 *     String body = tx.query("SELECT body FROM note WHERE id = ?", 1)
 *             .mapTo(String.class)
 *             .one();
 *     return tx.execute("UPDATE note SET body = ? WHERE id = ?", body + "!", 1);
 * });
 * return db.query("SELECT id, body FROM note").mapTo(Note.class).list();
 * }</pre>
 *
 * <p><b>Failures.</b> Methods throw {@link SqliteException} itself; its suppressed exception has the stack of the caller. A queue that is full
 * makes the caller wait, as long as its operation may last, where a future would fail at once.
 *
 * <p><b>Interrupts.</b> An interrupt of the waiting thread cancels its operation; the method throws {@link OperationInterruptedException} and
 * leaves the thread interrupted. A transaction is rolled back then. No thread is pinned while it waits.
 *
 * <p>On a thread of a database, such as that of a lambda, every method throws {@link DatabaseThreadException}.
 */
public interface BlockingSqlite extends SyncOperations {

    /**
     * Work inside of a transaction.
     *
     * @param <T> type of the result
     * @param <E> what it throws
     */
    @FunctionalInterface
    interface TransactionWork<T extends @Nullable Object, E extends Exception> {

        /**
         * Does the work, on the calling thread.
         *
         * @param transaction the open transaction
         * @return the result
         * @throws E to roll back
         */
        T run(BlockingTransaction transaction) throws E;
    }

    /**
     * Returns a view whose operations have another time to wait and to run.
     *
     * @param timeout more than 0, at most 365 days
     * @return the view
     * @throws IllegalArgumentException if {@code timeout} is out of its range
     */
    BlockingSqlite withTimeout(Duration timeout);

    /**
     * Prepares a statement that runs once for each row of a source which need not fit into memory, as {@link AsyncOperations#bulkWrite} does.
     *
     * @param sql one SQL statement that writes
     * @return the write, which commits in chunks, or with {@link SyncBulkWrite#allOrNone()} at its end
     */
    SyncBulkWrite bulkWrite(String sql);

    /**
     * Runs work on the calling thread in a transaction: committed when it returns, rolled back when it throws. BEGIN IMMEDIATE: other writes wait
     * until it has ended, so a transaction older than {@link SqliteOptions#transactionTimeout()} is rolled back. The work must use the
     * transaction, and not the database, for what it writes: a write through this view fails at once with {@link TransactionException}.
     *
     * @param work gets the transaction; may commit or roll back itself
     * @return what it returns, after the COMMIT
     * @param <T> type of the result
     * @param <E> what the work throws
     * @throws E if the work throws it
     */
    default <T extends @Nullable Object, E extends Exception> T inTransaction(TransactionWork<T, E> work) throws E {
        return inTransaction(TransactionMode.IMMEDIATE, work);
    }

    /**
     * As {@link #inTransaction(TransactionWork)}, with the given mode.
     *
     * @param mode how; {@link TransactionMode#READ_ONLY} does not keep other writes waiting
     * @param work gets the transaction; may commit or roll back itself
     * @return what it returns, after the COMMIT
     * @param <T> type of the result
     * @param <E> what the work throws
     * @throws E if the work throws it
     */
    <T extends @Nullable Object, E extends Exception> T inTransaction(TransactionMode mode, TransactionWork<T, E> work)
            throws E;

    /**
     * Begins a transaction with {@link TransactionMode#IMMEDIATE}.
     *
     * @return the open transaction, to be closed
     */
    default BlockingTransaction begin() {
        return begin(TransactionMode.IMMEDIATE);
    }

    /**
     * Begins a transaction. It is rolled back when it is older than {@link SqliteOptions#transactionTimeout()}. Until it has ended, or another
     * thread has used it, a write of this thread through the database fails at once with {@link TransactionException}: it would wait for
     * the transaction.
     *
     * @param mode how it takes its locks
     * @return the open transaction, to be closed
     */
    BlockingTransaction begin(TransactionMode mode);

    /**
     * Begins a transaction that has a name, as {@link AsyncSqlite#begin(TransactionMode, String)} does.
     *
     * @param mode how it takes its locks
     * @param name any text; need not be unique
     * @return the open transaction, to be closed
     */
    BlockingTransaction begin(TransactionMode mode, String name);

    /**
     * Runs work on a reading connection, as {@link AsyncSqlite#read} does: all its queries see one snapshot.
     *
     * @param work runs on a database thread
     * @return what it returns
     * @param <T> type of the result
     * @throws java.util.concurrent.CompletionException with a checked exception of the work as its cause; other exceptions as they are
     */
    <T extends @Nullable Object> T read(ConnectionWork<T> work);

    /**
     * Runs work on the writing connection in a transaction of its own, as {@link AsyncSqlite#write} does: the fastest transaction of several
     * statements, because no statement changes threads.
     *
     * @param work runs on a database thread
     * @return what it returns, after the COMMIT
     * @param <T> type of the result
     * @throws java.util.concurrent.CompletionException with a checked exception of the work as its cause; other exceptions as they are
     */
    <T extends @Nullable Object> T write(ConnectionWork<T> work);

    /**
     * Defines a function or collation on all connections, as {@link AsyncSqlite#define} does.
     *
     * @param definition what to define
     * @throws IllegalArgumentException if the options or SQLite define a function of this name
     */
    void define(UserDefined definition);

    /**
     * Removes a function or collation, as {@link AsyncSqlite#undefine} does.
     *
     * @param definition one of the same name, and for a function of the same number of arguments
     * @throws IllegalArgumentException if it is not there
     */
    void undefine(UserDefined definition);

    /**
     * Returns the long work on the file of this database, as {@link AsyncSqlite#maintenance} does.
     *
     * @return a view, whose work has one hour to wait and to run
     */
    SyncMaintenance maintenance();

    /**
     * Returns the ways to move the whole content of this database, as {@link AsyncSqlite#contents} does.
     *
     * @return a view, whose methods have one hour
     */
    SyncContents contents();

    /**
     * Makes a backup with the default options, as {@link AsyncSqlite#backup(Path)} does.
     *
     * @param target path of the file to be made; must not exist
     * @return the backup that was made
     */
    default BackupResult backup(Path target) {
        return backup(target, BackupOptions.defaults());
    }

    /**
     * Makes a backup, as {@link AsyncSqlite#backup(Path, BackupOptions)} does.
     *
     * @param target path of the file to be made; its directory must exist
     * @param options how to make it
     * @return the backup that was made
     * @throws BackupException if there is none
     */
    BackupResult backup(Path target, BackupOptions options);
}
