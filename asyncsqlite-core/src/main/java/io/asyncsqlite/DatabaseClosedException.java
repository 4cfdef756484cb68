package io.asyncsqlite;

/** The database is closed or closing: the operation was not executed or, if it ran when the time to close was over, rolled back. */
public final class DatabaseClosedException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param outcome what became of the operation
     */
    public DatabaseClosedException(String message, Outcome outcome) {
        super(message, outcome, null);
    }
}
