package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * SQLite reported an I/O error in COMMIT, or there was no memory for its report. It is unknown whether the changes of the
 * operation stayed, and the operation was not tried again.
 */
public final class OutcomeUnknownException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param cause what led to it, or null
     */
    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, Outcome.UNKNOWN, cause);
    }
}
