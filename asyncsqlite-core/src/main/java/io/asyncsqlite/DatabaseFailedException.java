package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * The writing connection is lost: nothing can be written until the database is opened again. The message says why if the file was deleted, moved
 * or replaced while it was open; the cause always does.
 */
public final class DatabaseFailedException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param outcome what became of the operation
     * @param cause what led to it, or null
     */
    public DatabaseFailedException(String message, Outcome outcome, @Nullable Throwable cause) {
        super(message, outcome, cause);
    }
}
