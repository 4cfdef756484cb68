package io.asyncsqlite;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A query whose elements are rows.
 *
 * <pre>{@code
 * // record Purchase(long id, Customer customer, Optional<String> remark) {}
 * // record Customer(long id, String name) {}
 * return db.query("SELECT purchase.id, remark, customer.id AS customer_id, customer.name AS customer_name"
 *                 + " FROM purchase JOIN customer ON customer.id = purchase.customer")
 *         .mapTo(Purchase.class)
 *         .list();
 * }</pre>
 */
public interface RowQuery extends Query<Row> {

    /**
     * Adds the declared types of the columns to the rows, see {@link Row#columns()}. Through JNI each run then asks SQLite for
     * the type of every column; the foreign engine asks once for each compilation.
     *
     * @return a query of the same rows
     */
    RowQuery withDeclaredTypes();

    /**
     * Sets how many rows {@link #stream()} reads at a time. Without it, chunks have 64 and then up to 1024 rows, or fewer if rows
     * are large. Two chunks may wait in memory. Has no effect where {@link #stream()} reads all rows at once: in memory, with a
     * rollback journal, and with RETURNING.
     *
     * @param rows at least 1
     * @return a query of the same rows
     * @throws IllegalArgumentException if {@code rows} is below 1
     */
    RowQuery withFetchSize(int rows);

    /**
     * Converts each row to a single value or to an object, by the names of its components.
     *
     * <p>A type with a codec takes the first column: NULL, as of {@code max} without rows, makes {@link #first()} and {@link #findOne()} empty, and
     * fails the other methods with {@link InvalidResultException}.
     *
     * <p>Any other type must be a record, a data class of Kotlin, a class with one constructor that takes its values, or a class whose only
     * constructor takes none and that has public setters. The parameters of a constructor must have names: compile with {@code -parameters}, or
     * have a field for each, in the same order. A component or property takes the
     * column of the same name, ignoring case, underscores and dots: {@code createdAt} takes {@code created_at}. Columns without a component are
     * ignored; a component without a column, or NULL for a primitive, fails the query with {@link InvalidResultException}. An {@code Optional},
     * {@code OptionalInt}, {@code OptionalLong} or {@code OptionalDouble} component is empty for NULL.
     *
     * <p>A component whose type has no codec is made of components itself: {@code customer} of the type {@code Customer(long id, String name)} takes
     * {@code customer_id} and {@code customer_name}. It is null, or an empty {@code Optional}, if all of its columns are NULL, as after an outer join.
     *
     * @param type as above
     * @return a query of the converted rows
     * @param <R> the type
     */
    <R> Query<R> mapTo(Class<R> type);

    /**
     * Reads the names of the columns, and no row. A query that gives no rows has columns, too.
     *
     * @return the names, as SQLite labels them, in order; fails with {@link InvalidStatementException} for a statement that writes, which would have to
     *     run
     */
    CompletableFuture<List<String>> columnNames();
}
