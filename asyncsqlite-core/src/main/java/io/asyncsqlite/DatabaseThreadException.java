package io.asyncsqlite;

/** A thread of the database was asked to wait for an operation, which could never end: compose futures instead. */
public final class DatabaseThreadException extends SqliteException {

    private static final long serialVersionUID = 1L;

    DatabaseThreadException(String thread) {
        super(
                "Thread '" + thread
                        + "' runs the operations of a database and must not wait for one: compose futures, or use"
                        + " the connection that the lambda was given",
                Outcome.NOT_EXECUTED,
                null);
    }
}
