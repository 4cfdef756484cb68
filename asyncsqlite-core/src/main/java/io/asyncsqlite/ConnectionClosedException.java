package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/** The {@link AsyncConnection} is closed, or was lost after an error that is the cause: the operation was not executed. */
public final class ConnectionClosedException extends SqliteException {

    private static final long serialVersionUID = 1L;

    ConnectionClosedException(String connection, @Nullable Throwable cause) {
        super(
                connection + (cause == null ? " is closed" : " has failed, open another one")
                        + ": the operation was not executed",
                Outcome.NOT_EXECUTED,
                cause);
    }
}
