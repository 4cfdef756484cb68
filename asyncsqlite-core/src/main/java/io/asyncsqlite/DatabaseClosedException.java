package io.asyncsqlite;

/** The database is closed or closing: the operation was not executed. */
public final class DatabaseClosedException extends SqliteException {

    private static final long serialVersionUID = 1L;

    DatabaseClosedException(String database) {
        super("Database '" + database + "' is closed: the operation was not executed", Outcome.NOT_EXECUTED, null);
    }
}
