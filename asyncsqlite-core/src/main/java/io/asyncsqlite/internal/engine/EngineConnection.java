package io.asyncsqlite.internal.engine;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One {@code sqlite3*}. Every method belongs to the thread that opened it. */
public interface EngineConnection extends AutoCloseable {

    /**
     * Compiles the first statement of a text.
     *
     * @param sql SQL text without NUL that holds a statement
     * @return the statement, to be closed before the connection
     * @throws EngineException if SQLite refuses the text
     */
    EngineStatement prepare(String sql) throws EngineException;

    /**
     * Runs every statement of a text, ignoring rows.
     *
     * @param sql SQL text without NUL
     * @throws EngineException at the first statement that fails; the earlier ones have run
     */
    void executeScript(String sql) throws EngineException;

    /**
     * Starts a transaction.
     *
     * @param mode when the write lock is taken
     * @throws EngineException if there is one already, or a lock could not be obtained
     */
    void begin(BeginMode mode) throws EngineException;

    /**
     * Commits the transaction.
     *
     * @throws EngineException if SQLite refuses; {@link #inTransaction()} tells whether it is still open
     */
    void commit() throws EngineException;

    /**
     * Rolls the transaction back.
     *
     * @throws EngineException if there is none
     */
    void rollback() throws EngineException;

    /**
     * Proves whether a transaction is open. SQLite itself ends a transaction after some errors, such as one with {@code OR
     * ROLLBACK}, {@code SQLITE_FULL} or {@code SQLITE_IOERR}.
     *
     * @return whether a transaction is open
     * @throws EngineException if it cannot be proved: the connection must then be discarded
     */
    boolean inTransaction() throws EngineException;

    /**
     * Has running statements ask at intervals whether to stop. A statement that must stop fails with SQLITE_INTERRUPT.
     *
     * @param steps virtual machine instructions between two questions, at least 1
     * @param stop the question, asked on the connection's thread; must not use the connection
     * @throws EngineException if the connection is closed
     * @see <a href="https://www.sqlite.org/c3ref/progress_handler.html">sqlite3_progress_handler</a>
     */
    void onProgress(int steps, BooleanSupplier stop) throws EngineException;

    /**
     * Sets a question that SQLite asks, when it compiles a statement, about each action of the statement. After a question was
     * set, SQLite compiles earlier statements again. After it was removed, only newer versions of SQLite do.
     *
     * @param question the question, or null for none
     * @throws EngineException if the connection is closed
     * @throws UnsupportedOperationException if the engine cannot do it
     */
    default void onAuthorize(@Nullable AuthorizationQuestion question) throws EngineException {
        throw unsupported("An authorizer");
    }

    /**
     * Sets the listener for every run of a statement from now on.
     *
     * @param listener the listener, or null for none
     * @throws EngineException if the connection is closed
     * @throws UnsupportedOperationException if the engine cannot do it
     */
    default void onTrace(@Nullable TraceListener listener) throws EngineException {
        throw unsupported("A trace");
    }

    /**
     * Opens a value, BLOB or TEXT, to be read and written in place.
     *
     * @param database {@code main}, {@code temp} or the name of an attached database
     * @param table an ordinary table with rowids
     * @param column a column; if the value is to be written, not one of an index, a primary key or a foreign key
     * @param rowid the row
     * @param writable whether it is to be written, which needs an open transaction
     * @return the value, to be closed before the transaction ends
     * @throws EngineException if SQLite refuses
     * @throws UnsupportedOperationException if the engine cannot do it
     */
    default EngineBlob openBlob(String database, String table, String column, long rowid, boolean writable)
            throws EngineException {
        throw unsupported("Reading and writing a blob in place");
    }

    /**
     * Returns a counter of SQLite for the connection.
     *
     * @param counter the counter
     * @return its value now, from 0 to 2,147,483,647, after which it begins again; or -1 if the engine cannot ask
     * @throws EngineException if the connection is closed
     */
    default int counter(Counter counter) throws EngineException {
        return -1;
    }

    private static UnsupportedOperationException unsupported(String ability) {
        return new UnsupportedOperationException(ability
                + " needs the foreign engine: JDK 22 or newer and SqliteOptions.engine FOREIGN, or AUTO where it can"
                + " be used; SQLite is called through JNI here");
    }

    /**
     * Returns the rows that the latest completed INSERT, UPDATE or DELETE changed, without those of triggers.
     *
     * @return rows, 0 or more; 0 after a statement that failed and was undone
     * @throws EngineException if the connection is closed
     * @see <a href="https://www.sqlite.org/c3ref/changes.html">sqlite3_changes64</a>
     */
    long changes() throws EngineException;

    /**
     * Returns the rowid of the latest successful INSERT into a rowid table.
     *
     * @return the rowid, 0 before the first
     * @throws EngineException if it cannot be read
     * @see <a href="https://www.sqlite.org/c3ref/last_insert_rowid.html">sqlite3_last_insert_rowid</a>
     */
    long lastInsertRowid() throws EngineException;

    /**
     * Finalizes the remaining statements and closes the connection.
     *
     * @throws EngineException if SQLite reports an error
     */
    @Override
    void close() throws EngineException;
}
