package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * As many connections are in use as an option allows: the operation was not executed, and no row was delivered. The message names the option. It
 * does not wait for one of them, because what holds the others may wait for this one.
 *
 * @see SqliteOptions#streamConnections()
 * @see SqliteOptions#maxConnections()
 */
public final class ConnectionLimitException extends SqliteException {

    private static final long serialVersionUID = 1L;

    private ConnectionLimitException(String message, @Nullable String sql) {
        super(message, Outcome.NOT_EXECUTED, sql, null);
    }

    /** All connections are lent to streams and read-only transactions that have not ended. */
    static ConnectionLimitException ofStreams(String database, int limit, String sql) {
        return new ConnectionLimitException(
                "All connections for streams and read-only transactions of '" + database
                        + "' are in use (streamConnections=" + limit
                        + "): the operation was not executed, end others first or raise the option" + shown(sql),
                sql);
    }

    /** All connections of users are open. */
    static ConnectionLimitException ofUsers(String database, int limit) {
        return new ConnectionLimitException(
                "All connections of '" + database + "' are in use (maxConnections=" + limit
                        + "): no further one was opened, close others first or raise the option",
                null);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
