package io.asyncsqlite;

/** SQLite reported an I/O error in COMMIT: whether the operation stayed is unknown, and it was not tried again. */
public final class OutcomeUnknownException extends SqliteException {

    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(String database, Throwable cause) {
        super(
                "COMMIT on database '" + database
                        + "' failed with an I/O error: whether the operation was executed is unknown",
                Outcome.UNKNOWN,
                cause);
    }
}
