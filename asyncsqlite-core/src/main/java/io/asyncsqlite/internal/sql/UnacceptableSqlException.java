package io.asyncsqlite.internal.sql;

/** Says why a text is not one statement that an operation may run. */
public final class UnacceptableSqlException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnacceptableSqlException(String message) {
        super(message);
    }
}
