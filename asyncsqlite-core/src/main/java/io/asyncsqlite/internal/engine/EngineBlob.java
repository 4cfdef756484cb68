package io.asyncsqlite.internal.engine;

/**
 * One value of a row, read and written in place. Belongs to its connection's thread. Its size never changes. If a statement
 * changes its row, every later use fails with {@code SQLITE_ABORT}.
 *
 * @see <a href="https://www.sqlite.org/c3ref/blob.html">A handle to an open BLOB</a>
 */
public interface EngineBlob extends AutoCloseable {

    /**
     * Returns the size of the value.
     *
     * @return bytes, 0 or more
     */
    int size();

    /**
     * Reads bytes.
     *
     * @param position of the first byte in the value
     * @param target takes the bytes
     * @param offset where in the target
     * @param length bytes; 0 only checks whether the row was changed
     * @throws IndexOutOfBoundsException if the bytes are not inside the value, or not inside the target
     * @throws EngineException if SQLite reports an error
     */
    void read(int position, byte[] target, int offset, int length) throws EngineException;

    /**
     * Writes bytes. After an error some may have been written.
     *
     * @param position of the first byte in the value
     * @param source the bytes
     * @throws IndexOutOfBoundsException if the bytes are not inside the value
     * @throws EngineException if SQLite reports an error
     */
    void write(int position, byte[] source) throws EngineException;

    /** Closes the blob. Does nothing if it is closed, as with its connection. */
    @Override
    void close();
}
