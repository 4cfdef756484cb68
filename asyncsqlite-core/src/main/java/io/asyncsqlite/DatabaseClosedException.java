package io.asyncsqlite;

/** The database is closed or closing: the operation was not executed or, if it ran when the time to close was over, rolled back. */
public final class DatabaseClosedException extends SqliteException {

    private static final long serialVersionUID = 1L;

    DatabaseClosedException(String database) {
        super("Database '" + database + "' is closed: the operation was not executed", Outcome.NOT_EXECUTED, null);
    }

    private DatabaseClosedException(String message, Outcome outcome) {
        super(message, outcome, null);
    }

    static DatabaseClosedException whileRunning(String database) {
        return new DatabaseClosedException(
                "Database '" + database + "' was closed before the operation was finished: it was rolled back",
                Outcome.ROLLED_BACK);
    }
}
