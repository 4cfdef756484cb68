package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/** The rows do not fit what was asked of them: no such column, another type, NULL for a primitive, a malformed TEXT, not one row. */
public final class InvalidResultException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param cause what led to it, or null
     */
    public InvalidResultException(String message, @Nullable Throwable cause) {
        super(message, Outcome.EXECUTED, cause);
    }

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param sql the whole SQL text
     * @param cause what led to it, or null
     */
    public InvalidResultException(String message, String sql, @Nullable Throwable cause) {
        super(message, Outcome.EXECUTED, sql, cause);
    }
}
