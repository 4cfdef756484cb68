package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/** The rows do not fit what was asked of them: no such column, another type, NULL for a primitive, a malformed TEXT, not one row. */
public final class InvalidResultException extends SqliteException {

    private static final long serialVersionUID = 1L;

    InvalidResultException(String message, @Nullable Throwable cause) {
        super(message, Outcome.EXECUTED, cause);
    }

    private InvalidResultException(String message, String sql, @Nullable Throwable cause) {
        super(message + shown(sql), Outcome.EXECUTED, sql, cause);
    }

    static InvalidResultException of(String message, String sql) {
        return new InvalidResultException(message, sql, null);
    }
}
