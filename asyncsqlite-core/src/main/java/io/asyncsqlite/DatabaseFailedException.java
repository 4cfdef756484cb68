package io.asyncsqlite;

/** The writing connection is lost: nothing can be written until the database is opened again. */
public final class DatabaseFailedException extends SqliteException {

    private static final long serialVersionUID = 1L;

    DatabaseFailedException(String database, Outcome outcome, Throwable cause) {
        super(
                "Database '" + database + "' has failed and must be opened again: the operation was "
                        + (outcome == Outcome.NOT_EXECUTED ? "not executed" : "rolled back"),
                outcome,
                cause);
    }
}
