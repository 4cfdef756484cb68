package io.asyncsqlite;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A database for code that waits: on virtual threads, in scripts and in tests. It has the verbs of {@link AsyncSqlite} without futures, and is a
 * view of it: see {@link AsyncSqlite#blocking()}. Thread-safe.
 *
 * <pre>{@code
 * BlockingSqlite db = async.blocking();
 * long id = db.execute("INSERT INTO note(body) VALUES (?)", "hi").lastInsertRowid();
 * List<Note> notes = db.query("SELECT id, body FROM note").mapTo(Note.class).list();
 * db.inTransaction(tx -> {
 *     long balance = tx.query("SELECT balance FROM account WHERE id = ?", 1).mapTo(Long.class).one();
 *     return tx.execute("UPDATE account SET balance = ? WHERE id = ?", balance - 10, 1);
 * });
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
     * Runs work on the calling thread in a transaction: committed when it returns, rolled back when it throws. BEGIN IMMEDIATE: other writes wait
     * until it has ended, so a transaction older than {@link SqliteOptions#transactionTimeout()} is rolled back. The work must use the
     * transaction, and not the database, for what it writes.
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
     * Begins a transaction. It is rolled back when it is older than {@link SqliteOptions#transactionTimeout()}.
     *
     * @param mode how it takes its locks
     * @return the open transaction, to be closed
     */
    BlockingTransaction begin(TransactionMode mode);

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
}
