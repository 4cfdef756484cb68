package io.asyncsqlite;

/**
 * A transaction for code that waits. It is open until {@link #commit()}, {@link #rollback()} or {@link #close()}; see
 * {@link BlockingSqlite#begin()}. Thread-safe.
 *
 * <p>A statement that fails is undone and the transaction goes on, unless SQLite itself rolled it back.
 */
public interface BlockingTransaction extends SyncOperations, AutoCloseable {

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
