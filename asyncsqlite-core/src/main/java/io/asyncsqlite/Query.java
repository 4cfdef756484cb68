package io.asyncsqlite;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A query that has not run. Immutable; each method that asks for rows runs it anew.
 *
 * <pre>{@code
 * CompletableFuture<List<Note>> all =
 *         db.query("SELECT id, body FROM note").mapTo(Note.class).list();
 * CompletableFuture<Optional<Note>> one = db.query("SELECT id, body FROM note WHERE id = ?", 7)
 *         .mapTo(Note.class)
 *         .findOne();
 * CompletableFuture<Long> count =
 *         db.query("SELECT count(*) FROM note").mapTo(Long.class).one();
 * CompletableFuture<Long> printed =
 *         db.query("SELECT * FROM note").forEach(row -> System.out.println(row.getString("body")));
 * }</pre>
 *
 * @param <T> what each row becomes
 */
public interface Query<T> {

    /**
     * Converts each element further.
     *
     * @param mapper must not return null; runs on the callback executor, or on the thread that waits for the result
     * @return a query of the converted elements
     * @param <R> type of the converted elements
     */
    <R> Query<R> map(Function<? super T, ? extends R> mapper);

    /**
     * Reads all rows.
     *
     * @return the elements in SQLite's order, unmodifiable
     */
    CompletableFuture<List<T>> list();

    /**
     * Reads the first row; a writing statement runs to its end all the same.
     *
     * @return the element, or empty if there is none or a single value that was asked for is NULL
     */
    CompletableFuture<Optional<T>> first();

    /**
     * Reads the only row, if there is one.
     *
     * @return the element, or empty if there is none or a single value that was asked for is NULL; fails with {@link
     *     InvalidResultException} if there is more than one row
     */
    CompletableFuture<Optional<T>> findOne();

    /**
     * Reads the only row.
     *
     * @return the element; fails with {@link InvalidResultException} if there is none or more than one
     */
    CompletableFuture<T> one();

    /**
     * Reads all rows, and counts the rows that the statement changed: for INSERT, UPDATE and DELETE, with or without RETURNING.
     *
     * @return the elements and the changes; completes after the COMMIT as {@link AsyncOperations#execute} does
     */
    CompletableFuture<QueryResult<T>> result();

    /**
     * Hands over each row in turn, as {@link #stream()} reads them, with only some of them in memory.
     *
     * @param action takes an element; runs on the callback executor, one at a time, and may block there
     * @return how many rows there were; fails with what the action throws, which ends the query. A cancel ends the query, too
     */
    CompletableFuture<Long> forEach(Consumer<? super T> action);

    /**
     * Publishes the rows with back-pressure. Nothing runs until the first request; every subscriber runs the query anew.
     *
     * <p>A SELECT reads at most two chunks ahead of demand, of up to 1024 rows or about a megabyte each; the first has 64 rows.
     * On a database, a stream that is longer than its first chunk keeps a reading connection of its own, with one snapshot, until
     * it ends or is cancelled. If {@link SqliteOptions#streamConnections()} are in use, the stream reads the remaining rows into
     * memory, or fails with {@link ConnectionLimitException} if they are more than about a megabyte. In memory and with a
     * rollback journal a SELECT runs to its end first. A statement with RETURNING always runs to its end first.
     *
     * <p>If a SELECT fails in the middle, the rows before the error are published first.
     *
     * <p>In a transaction, and on an {@link AsyncConnection}, a stream is read between other operations. Before an operation that
     * writes, or rolls back to a savepoint, the remaining rows are read into memory, up to {@link SqliteOptions#queueBytes()}. So
     * the rows are those of the moment at which the stream was opened. If the remaining rows are larger, the stream ends with
     * {@link CursorClosedException}. On an {@link AsyncConnection} outside of a transaction every operation has that effect, and
     * the stream ends after {@link SqliteOptions#streamTimeout()} without demand.
     *
     * <p>A stream ends with its transaction, and with the nested one that it was opened in: if its last row has not been read by
     * then, it fails with {@link TransactionException}. The end of a transaction does not wait for subscribers. On an {@link
     * AsyncConnection} a commit reads the remaining rows as a write does, and after a rollback the stream fails with {@link
     * CursorClosedException}.
     *
     * <p>Signals arrive on the callback executor, one at a time.
     *
     * @return a publisher as Reactive Streams specify it
     * @see <a href="https://www.reactive-streams.org/">Reactive Streams</a>
     */
    Flow.Publisher<T> stream();

    /**
     * Publishes the result now, and again after each commit that changed it: a live query. Only for queries of an {@link AsyncSqlite}, and only for
     * a SELECT or VALUES. Nothing runs until the first request.
     *
     * <p>The query runs again when a COMMIT has changed a table that it reads: directly, by views, triggers, foreign keys, or as a part of a virtual
     * table. A result equal to the last one is not published. Changes that are rolled back do not show. A result is published as
     * {@link #list()} would return it: it has every commit that has woken the query, and is on the disk as {@link
     * SqliteOptions#readsWaitForFlush()} says. After a change of the schema every observed query runs again.
     *
     * <p>While a subscriber is busy, or has no demand, commits are gathered: it gets the newest result when it asks. The last change is never
     * lost. Subscribers of equal queries with equal values share one run of it. The whole result is in memory.
     *
     * <p>The tables are those of the main database that SQLite's own program of the query opens. Name tables where this program does not tell,
     * as for functions of your own that read elsewhere. Changes by other processes are seen if {@link SqliteOptions#watchInterval()} is set.
     *
     * <p>An error of the query ends its subscribers with {@code onError}, for example when a table was dropped; {@link SqliteException#retryable()}
     * tells whether it may help to subscribe again. Closing the database ends them with {@code onComplete}. Signals arrive on the callback
     * executor, one at a time; a slow subscriber holds up neither writers nor other subscribers.
     *
     * @param tables names of tables in the main database, in place of those that SQLite finds; none lets SQLite find them
     * @return a publisher of results, each as {@link #list()} gives it; it has an error for a query of a transaction or connection
     */
    Flow.Publisher<List<T>> observe(String... tables);
}
