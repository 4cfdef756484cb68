package io.asyncsqlite.r2dbc;

import io.asyncsqlite.Row;
import io.asyncsqlite.StorageClass;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Type;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The default types of values. */
final class Values {

    private enum Unknown implements Type {
        NULL;

        @Override
        public Class<?> getJavaType() {
            return Object.class;
        }

        @Override
        public String getName() {
            return name();
        }
    }

    private Values() {}

    /** Returns a stored value as R2DBC's mapping wants it: an INTEGER that fits is an {@code Integer}, a BLOB a {@code ByteBuffer} over these bytes. */
    static Object common(Object stored) {
        if (stored instanceof Long value) {
            return fitsInt(value) ? (Object) value.intValue() : value;
        }
        return stored instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : stored;
    }

    /** Returns the Java type of the same value, or null for NULL. */
    static @Nullable Class<?> javaType(Row row, int index) {
        return switch (row.storageClass(index)) {
            case NULL -> null;
            case INTEGER -> fitsInt(row.getLong(index)) ? Integer.class : Long.class;
            case REAL -> Double.class;
            case TEXT -> String.class;
            case BLOB -> ByteBuffer.class;
        };
    }

    /** Returns the type of R2DBC of the same value. */
    static Type typeOf(Row row, int index) {
        return switch (row.storageClass(index)) {
            case NULL -> Unknown.NULL;
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
