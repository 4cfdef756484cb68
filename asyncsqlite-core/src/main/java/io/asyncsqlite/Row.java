package io.asyncsqlite;

import io.asyncsqlite.codec.Codecs;
import io.asyncsqlite.engine.MalformedText;
import io.asyncsqlite.sql.Excerpt;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a query: immutable, detached from the database, usable on any thread.
 *
 * <p>Columns are numbered from 0 and named without regard to case; of several with the same name the first is meant. Conversion is
 * strict: a value of another storage class, out of range or NULL for a primitive throws {@link InvalidResultException}, as does a
 * column that does not exist. So does a TEXT whose bytes are no text in the database's encoding, which other programs can store:
 * {@link #bytes} gives them.
 */
public final class Row {

    private final Columns columns;
    private final @Nullable Object[] values;
    private final Codecs codecs;

    Row(Columns columns, @Nullable Object[] values, Codecs codecs) {
        this.columns = columns;
        this.values = values;
        this.codecs = codecs;
    }

    /**
     * Returns the column names as SQLite labels them.
     *
     * @return the names in order, unmodifiable
     */
    public List<String> columnNames() {
        return columns.names();
    }

    /**
     * Returns the columns with their declared types. Only the rows of a {@link Cursor}, and of a query that asked with
     * {@link RowQuery#withDeclaredTypes()}, know them; else throws {@link InvalidResultException}.
     *
     * @return the columns in order, unmodifiable
     */
    public List<Column> columns() {
        return columns.list();
    }

    /**
     * Returns what kind of value is stored.
     *
     * @param column number of the column
     * @return the storage class
     */
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

    /**
     * Returns what kind of value is stored.
     *
     * @param column name of the column
     * @return the storage class
     */
    public StorageClass storageClass(String column) {
        return storageClass(index(column));
    }

    /**
     * Returns a value as it is stored; bytes are a copy.
     *
     * @param column number of the column
     * @return a {@code Long}, {@code Double}, {@code String}, {@code byte[]} or null
     */
    public @Nullable Object value(int column) {
        return value(column, Object.class);
    }

    /**
     * Returns a value as it is stored; bytes are a copy.
     *
     * @param column name of the column
     * @return a {@code Long}, {@code Double}, {@code String}, {@code byte[]} or null
     */
    public @Nullable Object value(String column) {
        return value(index(column));
    }

    /**
     * Returns a value as a Java type.
     *
     * @param column number of the column
     * @param type a supported type, see {@link AsyncOperations}
     * @return the value, or null for NULL
     * @param <T> the type
     */
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

    /**
     * Returns a value as a Java type.
     *
     * @param column name of the column
     * @param type a supported type, see {@link AsyncOperations}
     * @return the value, or null for NULL
     * @param <T> the type
     */
    public <T> @Nullable T value(String column, Class<T> type) {
        return value(index(column), type);
    }

    /**
     * Returns a value as {@code long}.
     *
     * @param column number of the column
     * @return the value of an INTEGER; NULL throws
     */
    public long longValue(int column) {
        return present(column, Long.class);
    }

    /**
     * Returns a value as {@code long}.
     *
     * @param column name of the column
     * @return the value of an INTEGER; NULL throws
     */
    public long longValue(String column) {
        return longValue(index(column));
    }

    /**
     * Returns a value as {@code int}.
     *
     * @param column number of the column
     * @return the value of an INTEGER; NULL throws
     */
    public int intValue(int column) {
        return present(column, Integer.class);
    }

    /**
     * Returns a value as {@code int}.
     *
     * @param column name of the column
     * @return the value of an INTEGER; NULL throws
     */
    public int intValue(String column) {
        return intValue(index(column));
    }

    /**
     * Returns a value as {@code double}.
     *
     * @param column number of the column
     * @return the value of a REAL, or an INTEGER up to 2^53; NULL throws
     */
    public double doubleValue(int column) {
        return present(column, Double.class);
    }

    /**
     * Returns a value as {@code double}.
     *
     * @param column name of the column
     * @return the value of a REAL, or an INTEGER up to 2^53; NULL throws
     */
    public double doubleValue(String column) {
        return doubleValue(index(column));
    }

    /**
     * Returns a value as {@code boolean}.
     *
     * @param column number of the column
     * @return the value of an INTEGER, 0 or 1; NULL throws
     */
    public boolean booleanValue(int column) {
        return present(column, Boolean.class);
    }

    /**
     * Returns a value as {@code boolean}.
     *
     * @param column name of the column
     * @return the value of an INTEGER, 0 or 1; NULL throws
     */
    public boolean booleanValue(String column) {
        return booleanValue(index(column));
    }

    /**
     * Returns the value of a TEXT.
     *
     * @param column number of the column
     * @return the value, or null for NULL
     */
    public @Nullable String string(int column) {
        return value(column, String.class);
    }

    /**
     * Returns the value of a TEXT.
     *
     * @param column name of the column
     * @return the value, or null for NULL
     */
    public @Nullable String string(String column) {
        return string(index(column));
    }

    /**
     * Returns the value of a BLOB, a copy; of a TEXT only if its bytes are no text.
     *
     * @param column number of the column
     * @return the value, or null for NULL
     */
    public byte @Nullable [] bytes(int column) {
        return value(column, byte[].class);
    }

    /**
     * Returns the value of a BLOB, a copy; of a TEXT only if its bytes are no text.
     *
     * @param column name of the column
     * @return the value, or null for NULL
     */
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

    /** Returns what the row holds, which must not be changed. */
    @Nullable
    Object stored(int column) {
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
