package io.asyncsqlite.r2dbc;

import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.Row;
import io.asyncsqlite.StorageClass;
import io.r2dbc.spi.Blob;
import io.r2dbc.spi.Clob;
import io.r2dbc.spi.Result;
import org.jspecify.annotations.Nullable;

/** One row: detached from the database, usable on any thread and also after the mapping function. */
final class SqliteRow implements io.r2dbc.spi.Row, Result.RowSegment {

    private final Row row;
    private final RowShape shape;

    SqliteRow(Row row, RowShape shape) {
        this.row = row;
        this.shape = shape;
    }

    @Override
    public io.r2dbc.spi.Row row() {
        return this;
    }

    @Override
    public SqliteRowMetadata getMetadata() {
        return new SqliteRowMetadata(shape, row);
    }

    @Override
    public <T> @Nullable T get(String name, Class<T> type) {
        return get(shape.requireIndex(name), type);
    }

    @Override
    public <T> @Nullable T get(int index, Class<T> type) {
        Arguments.requireNonNull(type, "type");
        StorageClass storage = row.storageClass(shape.checkIndex(index));
        if (storage == StorageClass.NULL) {
            return null;
        }
        if (type == Object.class || (type == Number.class && Values.isNumber(storage))) {
            return type.cast(Values.common(decoded(index, Object.class)));
        }
        if (type == String.class && Values.isNumber(storage)) {
            // Converts a number to a text, as SQLite itself would: jOOQ reads decimals so.
            return type.cast(decoded(index, Object.class).toString());
        }
        if (type == Blob.class) {
            return type.cast(Lobs.blob(decoded(index, byte[].class)));
        }
        return type == Clob.class ? type.cast(Lobs.clob(decoded(index, String.class))) : decoded(index, type);
    }

    @SuppressWarnings("NullAway") // The value is not NULL.
    private <T> T decoded(int index, Class<T> type) {
        try {
            return row.get(index, type);
        } catch (InvalidResultException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
