package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/** The SQL text is not what the method runs: blank, several statements, NUL, a transaction verb. Nothing was executed. */
public final class InvalidStatementException extends SqliteException {

    private static final long serialVersionUID = 1L;

    InvalidStatementException(String message, @Nullable Throwable cause) {
        super(message + ": nothing was executed", Outcome.NOT_EXECUTED, cause);
    }
}
