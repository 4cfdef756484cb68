package io.asyncsqlite.internal.statement;

import io.asyncsqlite.Column;
import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.Row;
import io.asyncsqlite.StorageClass;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.engine.MalformedText;
import io.asyncsqlite.internal.sql.Excerpt;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
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
    public @Nullable Object get(int column) {
        return get(column, Object.class);
    }

    @Override
    public @Nullable Object get(String column) {
        return get(index(column));
    }

    @Override
    public <T> @Nullable T get(int column, Class<T> type) {
        Object stored = stored(column);
        if (stored == null) {
            return null;
        }
        try {
            return codecs.decode(stored instanceof MalformedText text ? text.bytesAs(type) : stored, type);
        } catch (IllegalArgumentException e) {
            throw new InvalidResultException(
                    "Column " + Excerpt.ofName(columns.names().get(column)) + " cannot be read as "
                            + type.getSimpleName() + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public <T> @Nullable T get(String column, Class<T> type) {
        return get(index(column), type);
    }

    @Override
    public long getLong(int column) {
        return present(column, Long.class);
    }

    @Override
    public long getLong(String column) {
        return getLong(index(column));
    }

    @Override
    public int getInt(int column) {
        return present(column, Integer.class);
    }

    @Override
    public int getInt(String column) {
        return getInt(index(column));
    }

    @Override
    public double getDouble(int column) {
        return present(column, Double.class);
    }

    @Override
    public double getDouble(String column) {
        return getDouble(index(column));
    }

    @Override
    public boolean getBoolean(int column) {
        return present(column, Boolean.class);
    }

    @Override
    public boolean getBoolean(String column) {
        return getBoolean(index(column));
    }

    @Override
    public @Nullable String getString(int column) {
        return get(column, String.class);
    }

    @Override
    public @Nullable String getString(String column) {
        return getString(index(column));
    }

    @Override
    public byte @Nullable [] getBytes(int column) {
        return get(column, byte[].class);
    }

    @Override
    public byte @Nullable [] getBytes(String column) {
        return getBytes(index(column));
    }

    @Override
    public <T> Optional<T> getOptional(int column, Class<T> type) {
        return Optional.ofNullable(get(column, type));
    }

    @Override
    public <T> Optional<T> getOptional(String column, Class<T> type) {
        return getOptional(index(column), type);
    }

    @Override
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            String name = columns.names().get(i);
            // Not putIfAbsent, which would take NULL for absent.
            if (!map.containsKey(name)) {
                map.put(name, get(i));
            }
        }
        return Collections.unmodifiableMap(map);
    }

    @Override
    public <T> T mapTo(Class<T> type) {
        return codecs.supports(type)
                ? present(0, type)
                : columns.mapper(type, codecs).map(this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredRow row
                && columns.names().equals(row.columns.names())
                && Arrays.deepEquals(values, row.values);
    }

    @Override
    public int hashCode() {
        return 31 * columns.names().hashCode() + Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        for (int i = 0; i < values.length; i++) {
            text.add(Excerpt.printable(columns.names().get(i)) + "=" + shown(values[i]));
        }
        return text.toString();
    }

    private static String shown(@Nullable Object value) {
        return value instanceof MalformedText text
                ? "malformed TEXT of " + text.bytes().length + " bytes"
                : Excerpt.ofValue(value);
    }

    <T> T present(int column, Class<T> type) {
        T value = get(column, type);
        if (value == null) {
            throw new InvalidResultException(
                    "Column " + Excerpt.ofName(columns.names().get(column)) + " is NULL, which " + type.getSimpleName()
                            + " cannot hold",
                    null);
        }
        return value;
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
