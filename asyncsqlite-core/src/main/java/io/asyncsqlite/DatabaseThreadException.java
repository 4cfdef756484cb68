package io.asyncsqlite;

/**
 * A thread of the database called a method that waits for an operation of the database: the wait could never end. Compose futures
 * instead.
 */
public final class DatabaseThreadException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     */
    public DatabaseThreadException(String message) {
        super(message, Outcome.NOT_EXECUTED, null);
    }
}
