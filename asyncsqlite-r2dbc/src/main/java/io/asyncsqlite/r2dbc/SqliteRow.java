package io.asyncsqlite.r2dbc;

import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.Row;
import io.asyncsqlite.StorageClass;
import io.r2dbc.spi.Blob;
import io.r2dbc.spi.Clob;
import io.r2dbc.spi.Result;
import java.math.BigDecimal;
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
        if (type == Object.class) {
            return type.cast(natural(index, shape.decoding(row, index)));
        }
        if (type == Number.class && Values.isNumber(storage)) {
            return type.cast(natural(index, null));
        }
        if (type == BigDecimal.class) {
            return Values.scaled(decoded(index, type), shape.decoding(row, index));
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

    private Object natural(int index, @Nullable DeclaredType declared) {
        try {
            return Values.get(row, index, declared);
        } catch (InvalidResultException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
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
