package io.asyncsqlite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a query: immutable, detached from the database, usable on any thread.
 *
 * <p>Columns are numbered from 0 and named without regard to case; of several with the same name the first is meant. Conversion
 * is strict: a value of another storage class, out of range or NULL for a primitive throws {@link InvalidResultException}, as
 * does a column that does not exist. So does a TEXT whose bytes are not valid in the database's encoding; other programs can
 * store such a TEXT. {@link #bytes} returns its bytes.
 *
 * <p>The library makes all rows that it gives. A test of code that reads rows may implement this interface; a minor version may add
 * methods, which then have a default.
 */
public interface Row {

    /**
     * Returns the column names as SQLite labels them.
     *
     * @return the names in order, unmodifiable
     */
    List<String> columnNames();

    /**
     * Returns the columns with their declared types. Only the rows of a {@link Cursor}, and of a query with {@link
     * RowQuery#withDeclaredTypes()}, have them; those of other queries throw {@link InvalidResultException}.
     *
     * @return the columns in order, unmodifiable
     */
    List<Column> columns();

    /**
     * Returns the kind of the stored value.
     *
     * @param column number of the column
     * @return the storage class
     */
    StorageClass storageClass(int column);

    /**
     * Returns the kind of the stored value.
     *
     * @param column name of the column
     * @return the storage class
     */
    StorageClass storageClass(String column);

    /**
     * Returns a value as it is stored; bytes are a copy.
     *
     * @param column number of the column
     * @return a {@code Long}, {@code Double}, {@code String}, {@code byte[]} or null
     */
    @Nullable
    Object value(int column);

    /**
     * Returns a value as it is stored; bytes are a copy.
     *
     * @param column name of the column
     * @return a {@code Long}, {@code Double}, {@code String}, {@code byte[]} or null
     */
    @Nullable
    Object value(String column);

    /**
     * Returns a value as a Java type.
     *
     * @param column number of the column
     * @param type a supported type, see {@link AsyncOperations}
     * @return the value, or null for NULL
     * @param <T> the type
     */
    <T> @Nullable T value(int column, Class<T> type);

    /**
     * Returns a value as a Java type.
     *
     * @param column name of the column
     * @param type a supported type, see {@link AsyncOperations}
     * @return the value, or null for NULL
     * @param <T> the type
     */
    <T> @Nullable T value(String column, Class<T> type);

    /**
     * Returns a value as {@code long}.
     *
     * @param column number of the column
     * @return the value of an INTEGER; NULL throws
     */
    long longValue(int column);

    /**
     * Returns a value as {@code long}.
     *
     * @param column name of the column
     * @return the value of an INTEGER; NULL throws
     */
    long longValue(String column);

    /**
     * Returns a value as {@code int}.
     *
     * @param column number of the column
     * @return the value of an INTEGER; NULL throws
     */
    int intValue(int column);

    /**
     * Returns a value as {@code int}.
     *
     * @param column name of the column
     * @return the value of an INTEGER; NULL throws
     */
    int intValue(String column);

    /**
     * Returns a value as {@code double}.
     *
     * @param column number of the column
     * @return the value of a REAL, or an INTEGER up to 2^53; NULL throws
     */
    double doubleValue(int column);

    /**
     * Returns a value as {@code double}.
     *
     * @param column name of the column
     * @return the value of a REAL, or an INTEGER up to 2^53; NULL throws
     */
    double doubleValue(String column);

    /**
     * Returns a value as {@code boolean}.
     *
     * @param column number of the column
     * @return the value of an INTEGER, 0 or 1; NULL throws
     */
    boolean booleanValue(int column);

    /**
     * Returns a value as {@code boolean}.
     *
     * @param column name of the column
     * @return the value of an INTEGER, 0 or 1; NULL throws
     */
    boolean booleanValue(String column);

    /**
     * Returns the value of a TEXT.
     *
     * @param column number of the column
     * @return the value, or null for NULL
     */
    @Nullable
    String string(int column);

    /**
     * Returns the value of a TEXT.
     *
     * @param column name of the column
     * @return the value, or null for NULL
     */
    @Nullable
    String string(String column);

    /**
     * Returns a copy of the value of a BLOB; of a TEXT only if its bytes are not valid in the database's encoding.
     *
     * @param column number of the column
     * @return the value, or null for NULL
     */
    byte @Nullable [] bytes(int column);

    /**
     * Returns a copy of the value of a BLOB; of a TEXT only if its bytes are not valid in the database's encoding.
     *
     * @param column name of the column
     * @return the value, or null for NULL
     */
    byte @Nullable [] bytes(String column);
}
