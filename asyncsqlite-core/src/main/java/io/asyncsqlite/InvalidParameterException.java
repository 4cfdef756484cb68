package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/** The values do not fit the statement's parameters: wrong count, unknown name, unsupported type. Nothing was executed. */
public final class InvalidParameterException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param sql the whole SQL text
     * @param cause what led to it, or null
     */
    public InvalidParameterException(String message, String sql, @Nullable Throwable cause) {
        super(message, Outcome.NOT_EXECUTED, sql, cause);
    }
}
