package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/** Another process held a lock for longer than {@link SqliteOptions#busyTimeout()}: nothing of the operation stayed. */
public final class BusyException extends StatementException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param code SQLite's result code
     * @param sql the whole SQL text
     * @param cause what led to it, or null
     */
    public BusyException(String message, ResultCode code, String sql, @Nullable Throwable cause) {
        super(message, code, sql, cause);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
