package io.asyncsqlite.internal.connection;

import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineException.Loss;
import io.asyncsqlite.internal.failure.Failures;
import java.util.function.BooleanSupplier;

/** Opens a connection again and again, until that succeeds or will not. */
final class OpenAttempts {

    /** Opens a connection. */
    interface Attempt {

        /**
         * Opens once.
         *
         * @param nanosForLocks how long to wait for locks of other processes
         */
        DatabaseConnection open(long nanosForLocks) throws EngineException;
    }

    private OpenAttempts() {}

    /** Opens a file within the busy timeout. SQLite does not wait for every lock that opening needs. */
    static DatabaseConnection local(SqliteOptions options, Attempt attempt) throws EngineException {
        long until = System.nanoTime() + options.busyTimeout().toNanos();
        for (int attempts = 0; ; attempts++) {
            try {
                return attempt.open(Math.max(0, until - System.nanoTime()));
            } catch (EngineException e) {
                long left = until - System.nanoTime();
                if (e.primaryCode() != ResultCode.BUSY || left <= 0) {
                    throw e;
                }
                LockWait.pause(left, attempts);
            }
        }
    }

    /** Opens a connection to the leader of a cluster, once one is found. */
    static DatabaseConnection remote(
            SqliteOptions options, Counters counters, BooleanSupplier pointless, Attempt attempt)
            throws EngineException {
        for (int attempts = 0; ; attempts++) {
            try {
                DatabaseConnection opened = attempt.open(options.busyTimeout().toNanos());
                counters.foundLeader(true);
                return opened;
            } catch (EngineException e) {
                counters.foundLeader(e.loss() == Loss.NONE);
                boolean mayPass = e.loss() != Loss.NONE || e.primaryCode() == ResultCode.BUSY;
                if (!mayPass || pointless.getAsBoolean()) {
                    throw e;
                }
                ClusterSettings.pause(attempts);
            }
        }
    }

    /** Returns the exception of an opening that failed. */
    static DatabaseOpenException failure(SqliteOptions options, EngineException e) {
        ResultCode code = new ResultCode(e.code());
        boolean cannotWrite = e.primaryCode() == ResultCode.CANTOPEN || e.primaryCode() == ResultCode.READONLY;
        String advice = options.readOnly() && cannotWrite
                ? "; if its journal mode is WAL and no program writes it, set immutable"
                : "";
        return new DatabaseOpenException(
                "Database " + Failures.location(options) + " cannot be opened: " + e.getMessage() + " (" + code + ")"
                        + advice,
                code,
                e);
    }
}
