package io.asyncsqlite.r2dbc;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The Java types that values have when nobody asks for another. */
final class Values {

    private Values() {}

    /** Returns a stored value as R2DBC's mapping wants it: an INTEGER that fits is an {@code Integer}, a BLOB a {@code ByteBuffer} over the row's own bytes. */
    static Object common(Object stored) {
        if (stored instanceof Long value) {
            return fitsInt(value) ? (Object) value.intValue() : value;
        }
        return stored instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : stored;
    }

    /** Returns the type of the same value, or null for NULL. */
    static @Nullable Class<?> commonType(@Nullable Object stored) {
        if (stored instanceof Long value) {
            return fitsInt(value) ? Integer.class : Long.class;
        }
        if (stored instanceof byte[]) {
            return ByteBuffer.class;
        }
        return stored == null ? null : stored.getClass();
    }

    private static boolean fitsInt(long value) {
        return value == (int) value;
    }
}
