package io.asyncsqlite.internal.connection;

import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.failure.Failures;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What is done with a new connection to a server of a cluster, which has its own log, cache and durability. */
final class ClusterSettings {

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int DOUBLINGS = 4;

    private ClusterSettings() {}

    /** Sets whether foreign keys are enforced, and keeps a reading connection from writing. */
    static void set(DatabaseConnection connection, SqliteOptions options, boolean reading) throws EngineException {
        require(connection, "foreign_keys", options.foreignKeys() ? "1" : "0", options);
        if (reading) {
            require(connection, "query_only", "1", options);
        }
    }

    private static void require(DatabaseConnection connection, String pragma, String value, SqliteOptions options)
            throws EngineException {
        connection.pragma("PRAGMA " + pragma + "=" + value);
        String actual = connection.pragma("PRAGMA " + pragma);
        if (!actual.equals(value)) {
            throw refused(options, pragma + " should be " + value + " but stays " + actual);
        }
    }

    private static DatabaseOpenException refused(SqliteOptions options, String why) {
        return Failures.cannotOpen(options, Reason.SETTING_REFUSED, why, null);
    }

    /** Pauses before the leader is looked for again: the more attempts, the longer, up to about 0.3 s, and not as long as others. */
    static void pause(int attempts) {
        long nanos = FIRST_PAUSE_NANOS << Math.min(attempts, DOUBLINGS);
        LockSupport.parkNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
    }
}
