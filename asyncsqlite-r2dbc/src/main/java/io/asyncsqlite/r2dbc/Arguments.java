package io.asyncsqlite.r2dbc;

import org.jspecify.annotations.Nullable;

/** Checks arguments in the way of R2DBC, where null is an {@link IllegalArgumentException}. */
final class Arguments {

    private Arguments() {}

    static <T> T requireNonNull(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " must not be null");
        }
        return value;
    }
}
