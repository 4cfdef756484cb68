package io.asyncsqlite.internal.engine;

/**
 * A copy of a database, page by page, that is under way. Belongs to the thread of the connection that it copies.
 *
 * @see <a href="https://www.sqlite.org/c3ref/backup_finish.html">Online Backup API</a>
 */
public interface EngineBackup extends AutoCloseable {

    /**
     * Copies pages. If the connection has an open transaction, all steps copy the state that the transaction reads.
     *
     * @param pages how many at most, at least 1
     * @return whether there are more
     * @throws EngineException if SQLite cannot read or write one
     */
    boolean step(int pages) throws EngineException;

    /**
     * Returns how many pages are left.
     *
     * @return 0 or more, as of the last step
     */
    int remaining();

    /**
     * Returns how many pages there are.
     *
     * @return 0 or more, as of the last step
     */
    int pages();

    /** Ends the copy, and closes the file at its other end. A copy that was not complete is of no use. */
    @Override
    void close();
}
