package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/** The database could not be opened: missing directory, not a database, no permission. No thread is left behind. */
public final class DatabaseOpenException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /** What SQLite said, or null. */
    private final @Nullable ResultCode code;

    DatabaseOpenException(String message, @Nullable ResultCode code, @Nullable Throwable cause) {
        super(message, Outcome.NOT_EXECUTED, cause);
        this.code = code;
    }

    /**
     * Returns SQLite's result code.
     *
     * @return the code, or null if SQLite was not asked
     */
    public @Nullable ResultCode code() {
        return code;
    }
}
