package io.asyncsqlite;

import java.time.Duration;

/**
 * A transaction for code that waits. It is open until {@link #commit()}, {@link #rollback()} or {@link #close()}; see
 * {@link BlockingSqlite#begin()}. Thread-safe.
 *
 * <p>A statement that fails is undone and the transaction goes on, unless SQLite itself rolled it back.
 *
 * <pre>{@code
 * try (BlockingTransaction tx = db.begin()) {
 *     long id = tx.execute("INSERT INTO note(body) VALUES (?)", "kept").lastInsertRowid();
 *     tx.savepoint("attempt");
 *     tx.execute("UPDATE note SET body = 'lost' WHERE id = ?", id);
 *     tx.rollbackTo("attempt");
 *     tx.commit();
 * }
 * }</pre>
 */
public interface BlockingTransaction extends SyncOperations, AutoCloseable {

    /**
     * Prepares a statement that runs once for each row of a source which need not fit into memory, as {@link AsyncOperations#bulkWrite} does.
     *
     * @param sql one SQL statement that writes
     * @return the write, whose chunks are a part of the transaction
     */
    SyncBulkWrite bulkWrite(String sql);

    /**
     * Returns a view of this transaction whose operations have another time to wait and to run, as {@link Transaction#withTimeout} does.
     * Ending it ends the transaction.
     *
     * @param timeout more than 0, at most 365 days
     * @return the view
     * @throws IllegalArgumentException if {@code timeout} is out of its range
     */
    BlockingTransaction withTimeout(Duration timeout);

    /**
     * Opens a savepoint, as {@link SavepointOperations} describe it.
     *
     * @param name its name
     */
    void savepoint(String name);

    /**
     * Undoes all changes since a savepoint was opened.
     *
     * @param name its name
     */
    void rollbackTo(String name);

    /**
     * Ends a savepoint and keeps its changes.
     *
     * @param name its name
     */
    void release(String name);

    /**
     * Commits, and returns after the COMMIT. After any failure, too, the transaction is no longer open.
     *
     * @throws TransactionException if it was rolled back meanwhile
     */
    void commit();

    /** Rolls back. Does nothing if the transaction has ended. */
    void rollback();

    /** Rolls back what is not committed. Does nothing if the transaction has ended. */
    @Override
    void close();
}
