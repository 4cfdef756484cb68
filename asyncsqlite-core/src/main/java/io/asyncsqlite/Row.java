package io.asyncsqlite;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a query: immutable, detached from the database, usable on any thread.
 *
 * <p>Columns are numbered from 0 and named without regard to case; of several with the same name the first is meant. Conversion
 * is strict: a value of another storage class, out of range or NULL for a primitive throws {@link InvalidResultException}, as
 * does a column that does not exist. So does a TEXT whose bytes are not valid in the database's encoding; other programs can
 * store such a TEXT. {@link #getBytes} returns its bytes.
 *
 * <pre>{@code
 * Row row = db.query("SELECT id, name, price FROM product WHERE id = ?", 7)
 *         .one()
 *         .join();
 * long id = row.getLong("id");
 * String name = row.getString("name");
 * BigDecimal price = row.get("price", BigDecimal.class);
 * Product product = row.mapTo(Product.class);
 * }</pre>
 *
 * <p>Two rows are equal if they have the same column names, in order, and equal stored values. {@code toString} shows names and values, long
 * values cut: it is for people, and has no place in a log if the values are secret.
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
     * @return a {@code Long}, {@code Double}, {@code String} or {@code byte[]}, or null for NULL
     */
    @Nullable
    Object get(int column);

    /**
     * Returns a value as it is stored; bytes are a copy.
     *
     * @param column name of the column
     * @return a {@code Long}, {@code Double}, {@code String} or {@code byte[]}, or null for NULL
     */
    @Nullable
    Object get(String column);

    /**
     * Returns a value as a Java type.
     *
     * @param column number of the column
     * @param type a supported type, see {@link AsyncOperations}
     * @return the value, or null for NULL
     * @param <T> the type
     */
    <T> @Nullable T get(int column, Class<T> type);

    /**
     * Returns a value as a Java type.
     *
     * @param column name of the column
     * @param type a supported type, see {@link AsyncOperations}
     * @return the value, or null for NULL
     * @param <T> the type
     */
    <T> @Nullable T get(String column, Class<T> type);

    /**
     * Returns a value as a Java type, for columns that may be NULL.
     *
     * @param column number of the column
     * @param type a supported type, see {@link AsyncOperations}
     * @return the value, or empty for NULL
     * @param <T> the type
     */
    <T> Optional<T> getOptional(int column, Class<T> type);

    /**
     * Returns a value as a Java type, for columns that may be NULL.
     *
     * @param column name of the column
     * @param type a supported type, see {@link AsyncOperations}
     * @return the value, or empty for NULL
     * @param <T> the type
     */
    <T> Optional<T> getOptional(String column, Class<T> type);

    /**
     * Returns a value as {@code long}.
     *
     * @param column number of the column
     * @return the value of an INTEGER; NULL throws
     */
    long getLong(int column);

    /**
     * Returns a value as {@code long}.
     *
     * @param column name of the column
     * @return the value of an INTEGER; NULL throws
     */
    long getLong(String column);

    /**
     * Returns a value as {@code int}.
     *
     * @param column number of the column
     * @return the value of an INTEGER; NULL throws
     */
    int getInt(int column);

    /**
     * Returns a value as {@code int}.
     *
     * @param column name of the column
     * @return the value of an INTEGER; NULL throws
     */
    int getInt(String column);

    /**
     * Returns a value as {@code double}.
     *
     * @param column number of the column
     * @return the value of a REAL, or an INTEGER up to 2^53; NULL throws
     */
    double getDouble(int column);

    /**
     * Returns a value as {@code double}.
     *
     * @param column name of the column
     * @return the value of a REAL, or an INTEGER up to 2^53; NULL throws
     */
    double getDouble(String column);

    /**
     * Returns a value as {@code boolean}.
     *
     * @param column number of the column
     * @return the value of an INTEGER, 0 or 1; NULL throws
     */
    boolean getBoolean(int column);

    /**
     * Returns a value as {@code boolean}.
     *
     * @param column name of the column
     * @return the value of an INTEGER, 0 or 1; NULL throws
     */
    boolean getBoolean(String column);

    /**
     * Returns the value of a TEXT.
     *
     * @param column number of the column
     * @return the value, or null for NULL
     */
    @Nullable
    String getString(int column);

    /**
     * Returns the value of a TEXT.
     *
     * @param column name of the column
     * @return the value, or null for NULL
     */
    @Nullable
    String getString(String column);

    /**
     * Returns a copy of the value of a BLOB; of a TEXT only if its bytes are not valid in the database's encoding.
     *
     * @param column number of the column
     * @return the value, or null for NULL
     */
    byte @Nullable [] getBytes(int column);

    /**
     * Returns a copy of the value of a BLOB; of a TEXT only if its bytes are not valid in the database's encoding.
     *
     * @param column name of the column
     * @return the value, or null for NULL
     */
    byte @Nullable [] getBytes(String column);

    /**
     * Returns all values as they are stored, by the names of their columns.
     *
     * @return the values in the order of the columns, unmodifiable; of several columns with the same name the first
     */
    Map<String, @Nullable Object> asMap();

    /**
     * Converts the row as {@link RowQuery#mapTo} does.
     *
     * @param type a record class or a class with a codec
     * @return the converted row; a single value that is NULL throws
     * @param <T> the type
     */
    <T> T mapTo(Class<T> type);
}
