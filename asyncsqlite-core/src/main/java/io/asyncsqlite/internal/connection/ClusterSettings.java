package io.asyncsqlite.internal.connection;

import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.engine.EngineException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;

/** What is done with a new connection to a server of a cluster, which has its own log, cache and durability. */
final class ClusterSettings {

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int DOUBLINGS = 4;

    private ClusterSettings() {}

    /** Sets whether foreign keys are enforced, and keeps a reading connection from writing, unless that becomes pointless. */
    static void set(DatabaseConnection connection, SqliteOptions options, boolean reading, BooleanSupplier pointless)
            throws EngineException {
        LongPredicate before = connection.interrupter().stopIf(now -> pointless.getAsBoolean());
        try {
            set(connection, options, reading);
        } finally {
            connection.interrupter().stopIf(before);
        }
    }

    private static void set(DatabaseConnection connection, SqliteOptions options, boolean reading)
            throws EngineException {
        Settings.require(connection, "foreign_keys", options.foreignKeys() ? "1" : "0", options);
        if (reading) {
            Settings.require(connection, "query_only", "1", options);
        }
    }

    /** Pauses before the leader is looked for again: the more attempts, the longer, up to about 0.3 s, and not as long as others. */
    static void pause(int attempts) {
        long nanos = FIRST_PAUSE_NANOS << Math.min(attempts, DOUBLINGS);
        LockSupport.parkNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
    }
}
