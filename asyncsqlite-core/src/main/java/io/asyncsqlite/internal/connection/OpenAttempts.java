package io.asyncsqlite.internal.connection;

import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseOpenException.Reason;
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

    private final SqliteOptions options;
    private final Counters counters;
    private volatile boolean abandoned;

    OpenAttempts(SqliteOptions options, Counters counters) {
        this.options = options;
        this.counters = counters;
    }

    /** Ends the wait for a leader by openings that are under way, and makes later ones fail. Any thread. */
    void abandon() {
        abandoned = true;
    }

    /** Returns the question whether an opening that begins now has had its time. */
    BooleanSupplier overInTime() {
        long until = System.nanoTime() + options.operationTimeout().toNanos();
        return () -> abandoned || System.nanoTime() - until >= 0;
    }

    /** Opens a file within the busy timeout. SQLite does not wait for every lock that opening needs. */
    DatabaseConnection local(Attempt attempt) throws EngineException {
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
    DatabaseConnection remote(BooleanSupplier pointless, Attempt attempt) throws EngineException {
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
    DatabaseOpenException failure(EngineException e) {
        if (e.primaryCode() == ResultCode.INTERRUPT) {
            return Failures.cannotOpen(options, Reason.NO_LEADER, "the leader did not answer in time", e);
        }
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
