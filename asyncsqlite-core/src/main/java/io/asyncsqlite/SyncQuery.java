package io.asyncsqlite;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A {@link Query} for code that waits. Immutable; each method that asks for rows runs it anew.
 *
 * @param <T> what each row becomes
 */
public interface SyncQuery<T> {

    /**
     * Converts each element further.
     *
     * @param mapper must not return null
     * @return a query of the converted elements
     * @param <R> type of the converted elements
     */
    <R> SyncQuery<R> map(Function<? super T, ? extends R> mapper);

    /**
     * Reads all rows.
     *
     * @return the elements in SQLite's order, unmodifiable
     */
    List<T> list();

    /**
     * Reads the first row; a writing statement runs to its end all the same.
     *
     * @return the element, or empty if there is none or a single value that was asked for is NULL
     */
    Optional<T> first();

    /**
     * Reads the only row, if there is one.
     *
     * @return the element, or empty if there is none or a single value that was asked for is NULL
     * @throws InvalidResultException if there is more than one row
     */
    Optional<T> findOne();

    /**
     * Reads the only row.
     *
     * @return the element
     * @throws InvalidResultException if there is none or more than one
     */
    T one();

    /**
     * Reads all rows, and counts the rows that the statement changed.
     *
     * @return the elements and the changes
     */
    QueryResult<T> result();

    /**
     * Hands over each row in turn, with only some of them in memory.
     *
     * @param action takes an element
     * @return how many rows there were
     */
    long forEach(Consumer<? super T> action);
}
