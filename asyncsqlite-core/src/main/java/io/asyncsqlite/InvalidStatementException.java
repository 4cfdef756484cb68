package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/** The SQL text is not what the method runs: blank, several statements, NUL, a transaction verb. Nothing was executed. */
public final class InvalidStatementException extends SqliteException {

    private static final long serialVersionUID = 1L;

    InvalidStatementException(String message, @Nullable String sql, @Nullable Throwable cause) {
        super(message + ": nothing was executed" + (sql == null ? "" : shown(sql)), Outcome.NOT_EXECUTED, sql, cause);
    }
}
