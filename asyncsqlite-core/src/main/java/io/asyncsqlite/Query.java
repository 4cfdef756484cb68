package io.asyncsqlite;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;

/**
 * A query that has not run. Immutable; each method that asks for rows runs it anew.
 *
 * @param <T> what each row becomes
 */
public interface Query<T> {

    /**
     * Converts each element further.
     *
     * @param mapper must not return null; runs on the callback executor
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
     * Reads the only row.
     *
     * @return the element; fails with {@link InvalidResultException} if there is none or more than one
     */
    CompletableFuture<T> one();

    /**
     * Reads all rows, and tells what the statement changed: for INSERT, UPDATE and DELETE, with or without RETURNING.
     *
     * @return the elements and the changes; completes after the COMMIT as {@link AsyncOperations#execute} does
     */
    CompletableFuture<QueryResult<T>> result();

    /**
     * Publishes the rows with back-pressure. Nothing runs until the first request; every subscriber runs the query anew.
     *
     * <p>A SELECT reads at most two chunks, of up to 1024 rows or about a megabyte each, ahead of demand; the first has 64 rows. On a database
     * one that is longer than its first chunk keeps a reading connection of its own, with one snapshot, until it ends or is cancelled. If {@link
     * SqliteOptions#streamConnections()} are in use it reads the rest into memory, or fails with {@link ConnectionLimitException} if that is more than
     * about a megabyte. In memory and with a rollback journal it runs to its end first. So does RETURNING everywhere.
     *
     * <p>If a SELECT fails in the middle, the rows before the error are published first.
     *
     * <p>In a transaction, and on an {@link AsyncConnection}, it is read between other operations. Before one that writes, or rolls back to a
     * savepoint, the rest is read into memory, up to {@link SqliteOptions#queueBytes()}, so that the rows are those of the moment at which it was
     * opened; a larger rest ends it with {@link CursorClosedException}. On an {@link AsyncConnection} outside of a transaction every operation has
     * that effect, and it ends after {@link SqliteOptions#streamTimeout()} without demand.
     *
     * <p>It ends with its transaction, and with the nested one that it was opened in: if its last row has not been read by then, it fails with
     * {@link TransactionException}. Its end does not wait for subscribers. On an {@link AsyncConnection} a commit reads the rest
     * as a write does, and a rollback fails it with {@link CursorClosedException}.
     *
     * <p>Signals arrive on the callback executor, one at a time.
     *
     * @return a publisher as Reactive Streams specify it
     * @see <a href="https://www.reactive-streams.org/">Reactive Streams</a>
     */
    Flow.Publisher<T> stream();
}
