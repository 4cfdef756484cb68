package io.asyncsqlite;

/** A query whose elements are rows. */
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
     * Converts each row to a record, by its component names, or to a single value.
     *
     * <p>A component takes the column of the same name, ignoring case and underscores: {@code createdAt} takes
     * {@code created_at}. Columns without a component are ignored; a component without a column, or NULL for a primitive, fails the
     * query with {@link InvalidResultException}. An {@code Optional}, {@code OptionalInt}, {@code OptionalLong} or {@code OptionalDouble} component
     * is empty for NULL. Any other type must have a codec and takes the first column: NULL, as of {@code max} without rows, makes {@link #first()} empty,
     * and fails the other methods with {@link InvalidResultException}.
     *
     * @param type a record class or a class with a codec
     * @return a query of the converted rows
     * @param <R> the type
     */
    <R> Query<R> as(Class<R> type);
}
