package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * The operations of {@link AsyncOperations} for code that waits: the same verbs without futures.
 *
 * <p>Parameters as in {@link AsyncOperations}. Methods throw {@link SqliteException}.
 */
public interface SyncOperations {

    /**
     * Runs one statement and ignores rows that it gives.
     *
     * @param sql one SQL statement; no transaction verb
     * @param parameters its values
     * @return what it did
     */
    WriteResult execute(String sql, @Nullable Object... parameters);

    /**
     * Runs one statement for each set of values, all or none.
     *
     * @param sql one SQL statement that writes
     * @param rows sets of values, as in {@link AsyncOperations#executeMany}
     * @return rows inserted, updated or deleted in total
     */
    long executeMany(String sql, Iterable<?> rows);

    /**
     * Prepares a statement with RETURNING that runs once for each set of values, all or none. Nothing runs until a method of the result asks for
     * rows.
     *
     * @param sql one SQL statement that writes
     * @param rows sets of values, as in {@link AsyncOperations#executeMany}; read at once
     * @return the query of the rows of all runs, in the order of the sets
     */
    SyncRowQuery queryMany(String sql, Iterable<?> rows);

    /**
     * Runs several statements, one after the other, all or none, as {@link AsyncOperations#executeScript} does.
     *
     * @param sql SQL statements without parameters
     */
    void executeScript(String sql);

    /**
     * Prepares a query. Nothing runs until a method of the result asks for rows.
     *
     * @param sql one SQL statement, usually SELECT or one with RETURNING
     * @param parameters its values
     * @return the query, which may be run any number of times
     */
    SyncRowQuery query(String sql, @Nullable Object... parameters);
}
