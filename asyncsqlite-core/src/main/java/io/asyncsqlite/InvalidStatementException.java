package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/** The SQL text is not what the method runs: blank, several statements, NUL, a transaction verb. Nothing was executed. */
public final class InvalidStatementException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param sql the whole SQL text, or null if it is about none
     * @param cause what led to it, or null
     */
    public InvalidStatementException(String message, @Nullable String sql, @Nullable Throwable cause) {
        super(message, Outcome.NOT_EXECUTED, sql, cause);
    }
}
