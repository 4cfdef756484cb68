package io.asyncsqlite.internal.statement;

import io.asyncsqlite.Column;
import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.Row;
import io.asyncsqlite.StorageClass;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.engine.MalformedText;
import io.asyncsqlite.internal.sql.Excerpt;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row as read from SQLite, with the codecs that convert its values. */
public final class StoredRow implements Row {

    private final Columns columns;
    private final @Nullable Object[] values;
    private final Codecs codecs;

    public StoredRow(Columns columns, @Nullable Object[] values, Codecs codecs) {
        this.columns = columns;
        this.values = values;
        this.codecs = codecs;
    }

    @Override
    public List<String> columnNames() {
        return columns.names();
    }

    @Override
    public List<Column> columns() {
        return columns.list();
    }

    @Override
    public StorageClass storageClass(int column) {
        Object stored = stored(column);
        if (stored == null) {
            return StorageClass.NULL;
        }
        if (stored instanceof Long) {
            return StorageClass.INTEGER;
        }
        if (stored instanceof Double) {
            return StorageClass.REAL;
        }
        return stored instanceof byte[] ? StorageClass.BLOB : StorageClass.TEXT;
    }

    @Override
    public StorageClass storageClass(String column) {
        return storageClass(index(column));
    }

    @Override
    public @Nullable Object value(int column) {
        return value(column, Object.class);
    }

    @Override
    public @Nullable Object value(String column) {
        return value(index(column));
    }

    @Override
    public <T> @Nullable T value(int column, Class<T> type) {
        Object stored = stored(column);
        if (stored == null) {
            return null;
        }
        try {
            return codecs.decode(stored instanceof MalformedText text ? bytesOf(text, type) : stored, type);
        } catch (IllegalArgumentException e) {
            throw new InvalidResultException(
                    "Column " + Excerpt.ofName(columns.names().get(column)) + " cannot be read as "
                            + type.getSimpleName() + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public <T> @Nullable T value(String column, Class<T> type) {
        return value(index(column), type);
    }

    @Override
    public long longValue(int column) {
        return present(column, Long.class);
    }

    @Override
    public long longValue(String column) {
        return longValue(index(column));
    }

    @Override
    public int intValue(int column) {
        return present(column, Integer.class);
    }

    @Override
    public int intValue(String column) {
        return intValue(index(column));
    }

    @Override
    public double doubleValue(int column) {
        return present(column, Double.class);
    }

    @Override
    public double doubleValue(String column) {
        return doubleValue(index(column));
    }

    @Override
    public boolean booleanValue(int column) {
        return present(column, Boolean.class);
    }

    @Override
    public boolean booleanValue(String column) {
        return booleanValue(index(column));
    }

    @Override
    public @Nullable String string(int column) {
        return value(column, String.class);
    }

    @Override
    public @Nullable String string(String column) {
        return string(index(column));
    }

    @Override
    public byte @Nullable [] bytes(int column) {
        return value(column, byte[].class);
    }

    @Override
    public byte @Nullable [] bytes(String column) {
        return bytes(index(column));
    }

    <T> T present(int column, Class<T> type) {
        T value = value(column, type);
        if (value == null) {
            throw new InvalidResultException(
                    "Column " + Excerpt.ofName(columns.names().get(column)) + " is NULL, which " + type.getSimpleName()
                            + " cannot hold",
                    null);
        }
        return value;
    }

    private static byte[] bytesOf(MalformedText text, Class<?> type) {
        if (type == byte[].class || type == ByteBuffer.class) {
            return text.bytes();
        }
        throw new IllegalArgumentException(
                "the TEXT is not well-formed in the database's encoding: reading it as byte[] and"
                        + " CAST(x AS BLOB) give its bytes as they are");
    }

    /** Returns the stored value itself, which must not be changed. */
    public @Nullable Object stored(int column) {
        if (column < 0 || column >= values.length) {
            throw new InvalidResultException("No column " + column + ": the row has " + values.length, null);
        }
        return values[column];
    }

    private int index(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new InvalidResultException(
                    "No column " + Excerpt.ofName(column) + ": the row has "
                            + Excerpt.ofText(columns.names().toString()),
                    null);
        }
        return index;
    }
}
