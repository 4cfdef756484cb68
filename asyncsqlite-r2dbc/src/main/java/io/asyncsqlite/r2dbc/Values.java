package io.asyncsqlite.r2dbc;

import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.Row;
import io.asyncsqlite.StorageClass;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.temporal.Temporal;
import org.jspecify.annotations.Nullable;

/** The values and their types that are given where no type is asked for. */
final class Values {

    /** A scale that other databases allow. A larger one in the schema of some file must not make a number of a billion digits. */
    private static final int MOST_ZEROS = 1000;

    private Values() {}

    /**
     * Returns a value that is not NULL: as its column's declared type has it, or as it is stored if it does not fit that type.
     *
     * @param declared the type by which the column's values are decoded, or null
     */
    static Object get(Row row, int index, @Nullable DeclaredType declared) {
        StorageClass storage = row.storageClass(index);
        Object decoded = declared == null ? null : decoded(row, index, storage, declared);
        return decoded != null ? decoded : common(stored(row, index));
    }

    private static @Nullable Object decoded(Row row, int index, StorageClass storage, DeclaredType declared) {
        Class<?> type = declared.javaType();
        boolean number = isNumber(storage);
        if (number && type == String.class) {
            return stored(row, index).toString();
        }
        if (number && Temporal.class.isAssignableFrom(type)) {
            // Only its reader knows whether it is of seconds, of milliseconds or a julian day.
            return null;
        }
        try {
            return scaled(row.get(index, type), declared);
        } catch (InvalidResultException e) {
            return null;
        }
    }

    @SuppressWarnings("NullAway") // The value is not NULL.
    private static Object stored(Row row, int index) {
        return row.get(index, Object.class);
    }

    /** Returns a decimal with the digits after the point that its column declares: SQLite keeps no zeros at the end. */
    static <T> @Nullable T scaled(@Nullable T value, @Nullable DeclaredType declared) {
        Integer scale = declared == null ? null : declared.scale();
        if (scale != null && scale <= MOST_ZEROS && value instanceof BigDecimal decimal && decimal.scale() < scale) {
            @SuppressWarnings("unchecked") // T is BigDecimal or a type above it.
            T padded = (T) decimal.setScale(scale);
            return padded;
        }
        return value;
    }

    /** Returns a stored value as R2DBC's mapping wants it: an INTEGER that fits is an {@code Integer}, a BLOB a {@code ByteBuffer} over these bytes. */
    private static Object common(Object stored) {
        if (stored instanceof Long value) {
            return fitsInt(value) ? (Object) value.intValue() : value;
        }
        return stored instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : stored;
    }

    /** Returns the Java type of what {@link #get} gives, or null for NULL. */
    static @Nullable Class<?> javaType(Row row, int index, @Nullable DeclaredType declared) {
        StorageClass storage = row.storageClass(index);
        Object decoded =
                declared == null || storage == StorageClass.NULL ? null : decoded(row, index, storage, declared);
        if (decoded != null) {
            return decoded.getClass();
        }
        return switch (storage) {
            case NULL -> null;
            case INTEGER -> fitsInt(row.getLong(index)) ? Integer.class : Long.class;
            case REAL -> Double.class;
            case TEXT -> String.class;
            case BLOB -> ByteBuffer.class;
        };
    }

    /** Returns the type of R2DBC of a stored value. */
    static Type typeOf(Row row, int index) {
        return switch (row.storageClass(index)) {
            case NULL -> OtherType.NULL;
            case INTEGER -> fitsInt(row.getLong(index)) ? R2dbcType.INTEGER : R2dbcType.BIGINT;
            case REAL -> R2dbcType.DOUBLE;
            case TEXT -> R2dbcType.VARCHAR;
            case BLOB -> R2dbcType.BLOB;
        };
    }

    static boolean isNumber(StorageClass storage) {
        return storage == StorageClass.INTEGER || storage == StorageClass.REAL;
    }

    private static boolean fitsInt(long value) {
        return value == (int) value;
    }
}
