package io.asyncsqlite;

import java.time.Duration;

/**
 * Is told what a database does, for metrics and logs.
 *
 * <p>A transaction is told as a whole, and each of its operations as well.
 *
 * <p>Runs on the callback executor, possibly on several threads at a time; must not block. Exceptions are logged and ignored.
 */
public interface SqliteListener {

    /**
     * Is told that an operation ended, before its future completes.
     *
     * @param operation what ended
     */
    default void operationFinished(FinishedOperation operation) {}

    /**
     * Is told of a COMMIT that succeeded. May come after the futures of its operations completed.
     *
     * @param commit what was committed
     */
    default void committed(Commit commit) {}

    /**
     * Is told that the writing connection has taken its write-ahead log back into the database file, wholly or in part. It does so after a
     * transaction once the log has 1000 pages, not more often than once in a millisecond, and after those who waited for that transaction
     * were answered. Not told, because SQLite tells nobody: checkpoints of other connections and programs, of {@code PRAGMA wal_checkpoint},
     * and all of them with SQLite before 3.51.
     *
     * @param checkpoint what was done
     * @see <a href="https://www.sqlite.org/wal.html#ckpt">Checkpointing</a>
     */
    default void checkpointed(Checkpoint checkpoint) {}

    /**
     * One checkpoint.
     *
     * @param database name of the database
     * @param frames pages of the log that were taken back, at least 1
     * @param time how long it took, most of it for the disk
     */
    record Checkpoint(String database, long frames, Duration time) {}

    /**
     * One COMMIT.
     *
     * @param database name of the database
     * @param operations how many operations of independent callers shared it; 0 for what never shares: lambdas, asynchronous
     *     transactions, and all that an {@link AsyncConnection} does
     * @param time how long it took, most of it for the disk
     */
    record Commit(String database, int operations, Duration time) {}

    /**
     * One operation that ended.
     *
     * @param database name of the database
     * @param kind what it was
     * @param sql SQL text without values, or what stands for it: {@code lambda}, {@code asynchronous transaction}
     * @param queueTime from acceptance until it started
     * @param runTime from its start until its outcome was known, COMMIT included
     * @param result how it ended
     */
    record FinishedOperation(
            String database, OperationKind kind, String sql, Duration queueTime, Duration runTime, Result result) {

        /**
         * Tells whether the future gets a result.
         *
         * @return whether it does
         */
        public boolean succeeded() {
            return result == Result.SUCCESS;
        }
    }

    /** How an operation ended. One that was cancelled while it waited is not told. */
    enum Result {
        /** Its future gets a result. */
        SUCCESS,
        /** Its future gets an error. */
        ERROR,
        /** It was cancelled while it ran. */
        CANCELLED,
        /** Its time was over. */
        TIMEOUT
    }

    /** What an operation is. */
    enum OperationKind {
        /** A query or work on a reading connection. */
        READ,
        /** A statement, batch, script or work on the writing connection. */
        WRITE,
        /** An asynchronous transaction as a whole. */
        TRANSACTION,
        /** A stream as a whole. */
        STREAM
    }
}
