package io.asyncsqlite.engine;

import org.jspecify.annotations.Nullable;

/** The native library of SQLite cannot be loaded in this JVM. */
public final class NativeLibraryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NativeLibraryException(@Nullable String reason, Throwable cause) {
        super("SQLite's native library cannot be loaded: " + reason, cause);
    }
}
