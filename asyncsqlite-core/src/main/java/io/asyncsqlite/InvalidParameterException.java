package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/** The values do not fit the statement's parameters: wrong count, unknown name, unsupported type. Nothing was executed. */
public final class InvalidParameterException extends SqliteException {

    private static final long serialVersionUID = 1L;

    InvalidParameterException(String message, String sql, @Nullable Throwable cause) {
        super(message + ": the operation was not executed" + shown(sql), Outcome.NOT_EXECUTED, sql, cause);
    }
}
