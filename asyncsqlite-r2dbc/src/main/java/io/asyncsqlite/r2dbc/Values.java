package io.asyncsqlite.r2dbc;

import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Type;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The types that values have when nobody asks for another. */
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

    /** Returns a stored value as R2DBC's mapping wants it: an INTEGER that fits is an {@code Integer}, a BLOB a {@code ByteBuffer} over the row's own bytes. */
    static Object common(Object stored) {
        if (stored instanceof Long value) {
            return fitsInt(value) ? (Object) value.intValue() : value;
        }
        return stored instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : stored;
    }

    /** Returns the Java type of the same value. */
    static Class<?> javaType(Object stored) {
        return stored instanceof byte[] ? ByteBuffer.class : common(stored).getClass();
    }

    /** Returns the type of R2DBC of the same value. */
    static Type typeOf(@Nullable Object stored) {
        if (stored == null) {
            return Unknown.NULL;
        }
        if (stored instanceof Long value) {
            return fitsInt(value) ? R2dbcType.INTEGER : R2dbcType.BIGINT;
        }
        if (stored instanceof Double) {
            return R2dbcType.DOUBLE;
        }
        return stored instanceof String ? R2dbcType.VARCHAR : R2dbcType.BLOB;
    }

    private static boolean fitsInt(long value) {
        return value == (int) value;
    }
}
