package io.asyncsqlite.spring.boot.dao;

import org.springframework.dao.UncategorizedDataAccessException;

/** A failure without a category of Spring; the cause has the details. */
public final class UncategorizedSqliteException extends UncategorizedDataAccessException {

    private static final long serialVersionUID = 1L;

    UncategorizedSqliteException(String message, Throwable cause) {
        super(message, cause);
    }
}
