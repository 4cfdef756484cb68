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
     * @return the element, or empty if there is none
     */
    CompletableFuture<Optional<T>> first();

    /**
     * Reads the only row.
     *
     * @return the element; fails with {@link InvalidResultException} if there is none or more than one
     */
    CompletableFuture<T> one();

    /**
     * Publishes the rows with back-pressure. Nothing runs until the first request; every subscriber runs the query anew.
     *
     * <p>On a WAL file a SELECT reads at most two chunks, of up to 1024 rows each, ahead of demand, from one snapshot, and keeps a
     * reading connection until it ends or is cancelled. Everywhere else (memory, transactions, RETURNING) it runs to its end first.
     * Signals arrive on the callback executor, one at a time.
     *
     * @return a publisher as Reactive Streams specify it
     * @see <a href="https://www.reactive-streams.org/">Reactive Streams</a>
     */
    Flow.Publisher<T> stream();
}
