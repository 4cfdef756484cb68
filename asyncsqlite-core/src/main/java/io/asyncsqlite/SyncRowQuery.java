package io.asyncsqlite;

/** A {@link SyncQuery} whose elements are rows. */
public interface SyncRowQuery extends SyncQuery<Row> {

    /**
     * Converts each row as {@link RowQuery#mapTo} does.
     *
     * @param type as there
     * @return a query of the converted rows
     * @param <R> the type
     */
    <R> SyncQuery<R> mapTo(Class<R> type);
}
