package io.asyncsqlite;

/** A stream's subscriber asked for no rows for longer than {@link SqliteOptions#streamTimeout()}, and its snapshot was given up. */
public final class StreamExpiredException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param sql the whole SQL text
     */
    public StreamExpiredException(String message, String sql) {
        super(message, Outcome.EXECUTED, sql, null);
    }
}
