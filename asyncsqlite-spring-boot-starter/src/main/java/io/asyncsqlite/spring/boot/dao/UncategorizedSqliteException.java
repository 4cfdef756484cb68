package io.asyncsqlite.spring.boot.dao;

import org.springframework.dao.UncategorizedDataAccessException;

/** A failure that Spring has no category for; the cause says more. */
public final class UncategorizedSqliteException extends UncategorizedDataAccessException {

    private static final long serialVersionUID = 1L;

    UncategorizedSqliteException(String message, Throwable cause) {
        super(message, cause);
    }
}
