package io.asyncsqlite;

/** Another process held a lock for longer than {@link SqliteOptions#busyTimeout()}: nothing of the operation stayed. */
public final class BusyException extends StatementException {

    private static final long serialVersionUID = 1L;

    BusyException(String message, ResultCode code, String sql, Throwable cause) {
        super(message, code, sql, cause);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
