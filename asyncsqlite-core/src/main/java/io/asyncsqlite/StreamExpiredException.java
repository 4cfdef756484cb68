package io.asyncsqlite;

import java.time.Duration;

/** A stream's subscriber asked for no rows for longer than {@link SqliteOptions#streamTimeout()}, and its snapshot was given up. */
public final class StreamExpiredException extends SqliteException {

    private static final long serialVersionUID = 1L;

    StreamExpiredException(String database, Duration timeout, String sql) {
        super(
                "Stream of '" + database + "' waited longer than " + timeout + " for demand and was ended" + shown(sql),
                Outcome.EXECUTED,
                sql,
                null);
    }
}
