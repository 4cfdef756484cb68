package io.asyncsqlite.r2dbc;

import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.Row;
import io.r2dbc.spi.Blob;
import io.r2dbc.spi.Clob;
import io.r2dbc.spi.Result;
import java.nio.ByteBuffer;
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
        Object stored = row.value(shape.checkIndex(index));
        if (stored == null) {
            return null;
        }
        if (type == Object.class || type == Number.class || type == ByteBuffer.class) {
            Object common = Values.common(stored);
            if (type.isInstance(common)) {
                return type.cast(common);
            }
        }
        if (type == String.class && stored instanceof Number) {
            // As SQLite itself would: jOOQ reads decimals so.
            return type.cast(stored.toString());
        }
        if (type == Blob.class) {
            return type.cast(Lobs.blob(decoded(index, byte[].class)));
        }
        return type == Clob.class ? type.cast(Lobs.clob(decoded(index, String.class))) : decoded(index, type);
    }

    @SuppressWarnings("NullAway") // The value is not NULL.
    private <T> T decoded(int index, Class<T> type) {
        try {
            return row.value(index, type);
        } catch (InvalidResultException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
