package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/** The {@link Cursor} gives no more rows: it was closed, or ended for the reason that the message tells. No row was read. */
public final class CursorClosedException extends SqliteException {

    private static final long serialVersionUID = 1L;

    CursorClosedException(String reason, String sql, @Nullable Throwable cause) {
        super("The cursor " + reason + ": no row was read" + shown(sql), Outcome.NOT_EXECUTED, sql, cause);
    }
}
