package io.asyncsqlite;

/** A {@link SyncQuery} whose elements are rows. */
public interface SyncRowQuery extends SyncQuery<Row> {

    /**
     * Converts each row as {@link RowQuery#mapTo} does.
     *
     * @param type a class with a codec, a record, or a class with one constructor
     * @return a query of the converted rows
     * @param <R> the type
     */
    <R> SyncQuery<R> mapTo(Class<R> type);
}
