package io.asyncsqlite.internal.engine;

import org.jspecify.annotations.Nullable;

/** The native library of SQLite cannot be loaded in this JVM. */
public final class NativeLibraryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The message of the driver or the JVM, or null. */
    private final @Nullable String reason;

    NativeLibraryException(@Nullable String reason, @Nullable Throwable cause) {
        super("SQLite's native library cannot be loaded: " + reason, cause);
        this.reason = reason;
    }

    @Nullable
    String reason() {
        return reason;
    }
}
