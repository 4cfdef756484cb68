package io.asyncsqlite;

/**
 * The writing connection is lost: nothing can be written until the database is opened again. The message says why if the file was deleted, moved
 * or replaced while it was open; the cause always does.
 */
public final class DatabaseFailedException extends SqliteException {

    private static final long serialVersionUID = 1L;

    DatabaseFailedException(String database, Outcome outcome, Throwable cause) {
        super(
                "Database '" + database + "' has failed and must be opened again"
                        + (cause instanceof FileMovedException ? " (" + cause.getMessage() + ")" : "")
                        + ": the operation was " + (outcome == Outcome.NOT_EXECUTED ? "not executed" : "rolled back"),
                outcome,
                cause);
    }
}
