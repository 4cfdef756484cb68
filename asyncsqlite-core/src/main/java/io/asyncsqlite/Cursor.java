package io.asyncsqlite;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * The rows of one statement that an {@link AsyncConnection} has run. Each row is returned once. Thread-safe; fetches run in the
 * order submitted.
 *
 * <p>A SELECT is read on demand, {@link #arraySize()} rows at a time, as long as the connection does nothing else. Before it runs
 * another operation, it reads the remaining rows of open cursors into memory. So cursors keep no snapshot and no lock, and still
 * give the rows of the moment at which they were opened. If the remaining rows are larger than {@link
 * SqliteOptions#queueBytes()}, the cursor ends instead. Inside a transaction, queries leave the other cursors as they are.
 * Outside of a transaction, with a rollback journal, all rows are read into memory at once.
 *
 * <p>A cursor that is not read for {@link SqliteOptions#streamTimeout()} is ended with {@link StreamExpiredException}, unless all its rows are in
 * memory. The first error of SQLite is final: later fetches fail with it too.
 *
 * <pre>{@code
 * return connection.withCursor("SELECT name, balance FROM account ORDER BY name", cursor -> cursor.fetchMany(10));
 * }</pre>
 */
public interface Cursor extends AutoCloseable {

    /**
     * Reads the next row.
     *
     * @return the row, or empty after the last
     */
    CompletableFuture<Optional<Row>> fetchOne();

    /**
     * Reads up to {@link #arraySize()} rows.
     *
     * @return the rows, unmodifiable; none after the last
     */
    default CompletableFuture<List<Row>> fetchMany() {
        return fetchMany(arraySize());
    }

    /**
     * Reads up to a number of rows.
     *
     * @param rows at least 1
     * @return the rows, unmodifiable; fewer only if there are no more
     * @throws IllegalArgumentException if {@code rows} is below 1
     */
    CompletableFuture<List<Row>> fetchMany(int rows);

    /**
     * Reads all rows that are left.
     *
     * @return the rows, unmodifiable
     */
    CompletableFuture<List<Row>> fetchAll();

    /**
     * Hands over each row that is left in turn, with only some of them in memory. After a failure, or a cancel, the rows that were not handed over
     * stay in the cursor.
     *
     * @param action takes a row; runs on the callback executor, one at a time, and may block there
     * @return how many rows there were; fails with what the action throws
     */
    CompletableFuture<Long> forEach(Consumer<? super Row> action);

    /**
     * Publishes the rows that are left, with back-pressure. Rows that were not signalled before a cancel stay in the cursor: the
     * next fetch or subscriber goes on with them. Signals arrive on the callback executor, one at a time.
     *
     * @return a publisher as Reactive Streams specify it
     * @see <a href="https://www.reactive-streams.org/">Reactive Streams</a>
     */
    Flow.Publisher<Row> stream();

    /**
     * Returns how many rows are read from SQLite at a time, and by {@link #fetchMany()}.
     *
     * @return rows; default 64
     */
    int arraySize();

    /**
     * Sets how many rows are read at a time.
     *
     * @param rows at least 1
     * @throws IllegalArgumentException if {@code rows} is below 1
     */
    void arraySize(int rows);

    /**
     * Returns the column names as SQLite labels them.
     *
     * @return the names in order, unmodifiable; empty if the statement gives no rows
     */
    List<String> columnNames();

    /**
     * Returns the columns with their declared types.
     *
     * @return the columns in order, unmodifiable; empty if the statement gives no rows
     */
    List<Column> columns();

    /**
     * Returns how many rows the statement inserted, updated or deleted.
     *
     * @return {@link WriteResult#rowsUpdated()}; 0 for a query
     */
    long rowsUpdated();

    /**
     * Returns the rowid of the row that the statement inserted last.
     *
     * @return {@link WriteResult#lastInsertRowid()}; 0 for other statements
     */
    long lastInsertRowid();

    /** Ends the query; later fetches fail with {@link CursorClosedException}. Does not block; does nothing if already closed. */
    @Override
    void close();
}
