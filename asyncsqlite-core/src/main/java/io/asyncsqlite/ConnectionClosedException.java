package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/** The {@link AsyncConnection} is closed, or was lost after an error that is the cause: the operation was not executed. */
public final class ConnectionClosedException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param cause what led to it, or null
     */
    public ConnectionClosedException(String message, @Nullable Throwable cause) {
        super(message, Outcome.NOT_EXECUTED, cause);
    }
}
