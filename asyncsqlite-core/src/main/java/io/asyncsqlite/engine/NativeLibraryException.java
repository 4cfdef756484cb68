package io.asyncsqlite.engine;

/** The native library of SQLite cannot be loaded in this JVM. */
public final class NativeLibraryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NativeLibraryException(Throwable cause) {
        super("SQLite's native library cannot be loaded: " + cause.getMessage(), cause);
    }
}
