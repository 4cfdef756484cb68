package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * As many connections are in use as an option allows: the operation was not executed, and no row was delivered. The message names
 * the option. The operation does not wait for a free connection, because the code that holds one may wait for this operation.
 *
 * @see SqliteOptions#streamConnections()
 * @see SqliteOptions#maxConnections()
 */
public final class ConnectionLimitException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param sql the whole SQL text, or null if it is about none
     */
    public ConnectionLimitException(String message, @Nullable String sql) {
        super(message, Outcome.NOT_EXECUTED, sql, null);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
