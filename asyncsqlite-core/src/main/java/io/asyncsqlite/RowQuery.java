package io.asyncsqlite;

/** A query whose elements are rows. */
public interface RowQuery extends Query<Row> {

    /**
     * Has the rows know the declared types of their columns, see {@link Row#columns()}. Through JNI each run then asks SQLite for the type of
     * every column; the foreign engine asks once for each compilation.
     *
     * @return a query of the same rows
     */
    RowQuery withDeclaredTypes();

    /**
     * Has {@link #stream()} read so many rows at a time, instead of 64 and then up to 1024, or fewer where rows are large: two such chunks may wait in
     * memory. Does not change what is read at once as a whole, see there.
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
