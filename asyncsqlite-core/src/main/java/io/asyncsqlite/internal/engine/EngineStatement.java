package io.asyncsqlite.internal.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One compiled statement. Belongs to its connection's thread.
 *
 * <p>Values are {@code Long}, {@code Double}, {@code String}, {@code byte[]} or null, as SQLite's five storage classes. A TEXT
 * whose bytes are not valid in the database's encoding is read as a {@link MalformedText}.
 */
public interface EngineStatement extends AutoCloseable {

    /**
     * Returns how many parameters SQLite counts, which is the largest parameter number.
     *
     * @return 0 or more
     */
    int parameterCount();

    /**
     * Tells whether SQLite itself says that the statement may change the database.
     *
     * @return false as well if the engine cannot ask
     * @see <a href="https://www.sqlite.org/c3ref/stmt_readonly.html">sqlite3_stmt_readonly</a>
     */
    default boolean isKnownToWrite() {
        return false;
    }

    /**
     * Returns the column names of the rows, as SQLite labels them now.
     *
     * @return the names; empty if the statement gives no rows
     * @throws EngineException if they cannot be read
     */
    List<String> columnNames() throws EngineException;

    /**
     * Returns the types that CREATE TABLE declares for the columns of the rows, as SQLite knows them now.
     *
     * @return a type for each column, or null for an expression and for a column without one
     * @throws EngineException if they cannot be read
     * @see <a href="https://www.sqlite.org/c3ref/column_decltype.html">sqlite3_column_decltype</a>
     */
    List<@Nullable String> declaredTypes() throws EngineException;

    /**
     * Binds the values and makes the first step.
     *
     * @param values one value for each parameter
     * @return whether a row is there, to be read by {@link #fetch}
     * @throws EngineException if SQLite reports an error; the statement is then reset
     */
    boolean execute(@Nullable Object[] values) throws EngineException;

    /**
     * Reads the present row and the following ones. Called only after {@link #execute} or this method returned true.
     *
     * @param maxRows rows at the most, at least 1
     * @param sink takes the rows, each an array with a value for each column
     * @return whether a further row is there
     * @throws EngineException if SQLite reports an error; the statement is then reset
     */
    boolean fetch(int maxRows, List<@Nullable Object[]> sink) throws EngineException;

    /** Ends the run, frees its snapshot and forgets the bound values. Does nothing if the statement is not running. */
    void reset();

    /**
     * Tells whether an error closed the statement for good, so that it must not be used again.
     *
     * @return whether it is unusable
     */
    boolean isClosed();

    /** Finalizes the statement. */
    @Override
    void close();
}
