package io.asyncsqlite.internal.sql;

/** A text is not one statement that an operation may run; the message says why. */
public final class UnacceptableSqlException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnacceptableSqlException(String message) {
        super(message);
    }
}
