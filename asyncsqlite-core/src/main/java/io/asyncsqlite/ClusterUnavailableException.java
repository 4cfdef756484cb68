package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * No leader of the cluster that has the database was found in the time that the operation had: it was not executed. More than half of the servers must run
 * and reach each other. A preview: it may change in any version.
 *
 * @see ClusterLocation
 */
public final class ClusterUnavailableException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened
     * @param sql the whole SQL text, or null if it is about none
     * @param cause what led to it, or null
     */
    public ClusterUnavailableException(String message, @Nullable String sql, @Nullable Throwable cause) {
        super(message, Outcome.NOT_EXECUTED, sql, cause);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
