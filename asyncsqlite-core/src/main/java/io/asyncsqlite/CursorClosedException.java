package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/** The {@link Cursor} gives no more rows: it was closed, or ended for the reason that the message tells. No row was read. */
public final class CursorClosedException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param sql the whole SQL text
     * @param cause what led to it, or null
     */
    public CursorClosedException(String message, String sql, @Nullable Throwable cause) {
        super(message, Outcome.NOT_EXECUTED, sql, cause);
    }
}
