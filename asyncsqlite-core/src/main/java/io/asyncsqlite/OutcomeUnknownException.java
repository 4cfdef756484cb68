package io.asyncsqlite;

import io.asyncsqlite.engine.EngineException;

/**
 * SQLite reported an I/O error in COMMIT, or there was no memory for what it reported: whether the operation stayed is unknown, and it was not tried
 * again.
 */
public final class OutcomeUnknownException extends SqliteException {

    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(String database, Throwable cause) {
        super(
                "COMMIT on database '" + database + "' failed with "
                        + (cause instanceof EngineException
                                ? "an I/O error"
                                : cause.getClass().getName())
                        + ": whether the operation was executed is unknown",
                Outcome.UNKNOWN,
                cause);
    }
}
