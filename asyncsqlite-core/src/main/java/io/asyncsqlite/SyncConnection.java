package io.asyncsqlite;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection for synchronous work inside {@link AsyncSqlite#read} or {@link AsyncSqlite#write}, which is one transaction.
 *
 * <p>Parameters as in {@link AsyncOperations}. Methods throw {@link SqliteException}; if the work catches the failure of a
 * statement, the transaction stays open, unless SQLite itself rolled it back: then every further call fails.
 */
public interface SyncConnection {

    /**
     * Runs one statement and ignores rows that it gives.
     *
     * @param sql one SQL statement; no transaction verb, no VACUUM, ATTACH or DETACH, and no PRAGMA that is a setting of a connection
     * @param parameters its values
     * @return what it did
     */
    WriteResult execute(String sql, @Nullable Object... parameters);

    /**
     * Runs a query to its end.
     *
     * @param sql one SQL statement
     * @param parameters its values
     * @return all rows
     */
    List<Row> list(String sql, @Nullable Object... parameters);

    /**
     * Runs a query and returns its first row.
     *
     * @param sql one SQL statement
     * @param parameters its values
     * @return the row, or empty if there is none
     */
    Optional<Row> first(String sql, @Nullable Object... parameters);

    /**
     * Runs a query and hands over each row in turn, holding only some of them in memory.
     *
     * @param sql one SQL statement
     * @param action takes the rows
     * @param parameters its values
     */
    void forEach(String sql, Consumer<? super Row> action, @Nullable Object... parameters);

    /**
     * Returns SQLite's counters for the connection that runs this work: the writing connection, or a reading one.
     *
     * @return the counters as of now; empty where SQLite is called through JNI, which cannot ask
     */
    Optional<ConnectionStatistics> statistics();
}
