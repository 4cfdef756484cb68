package io.asyncsqlite;

import java.time.Duration;

/**
 * Observes what a database does, for metrics and logs.
 *
 * <p>Both a transaction as a whole and each of its operations are reported.
 *
 * <p>Runs on the callback executor, possibly on several threads at a time; must not block. Exceptions are logged and ignored.
 *
 * <pre>{@code
 * return new SqliteListener() {
 *     public void operationFinished(FinishedOperation operation) {
 *         if (operation.runTime().toMillis() > 100) {
 *             slow.add(operation.sql());
 *         }
 *     }
 * };
 * }</pre>
 */
public interface SqliteListener {

    /**
     * Called when an operation has ended, before its future completes.
     *
     * @param operation the operation
     */
    default void operationFinished(FinishedOperation operation) {}

    /**
     * Called after a COMMIT that succeeded. The futures of its operations may complete before this call.
     *
     * @param commit the COMMIT
     */
    default void committed(Commit commit) {}

    /**
     * Called after a flush of the write-ahead log that served transactions which had committed without a wait for the disk. The futures of
     * its operations may complete before this call.
     *
     * @param flush the flush
     */
    default void flushed(Flush flush) {}

    /**
     * Called after the writing connection has copied its write-ahead log back into the database file, wholly or in part. It does
     * so after a transaction once the log has 1000 pages, at most once in a millisecond, and after the futures of that
     * transaction were handed over for completion. SQLite does not report other checkpoints, so there is no call for them: those
     * of other connections and programs, those of {@code PRAGMA wal_checkpoint}, and all of them with SQLite before 3.51.
     *
     * @param checkpoint the checkpoint
     * @see <a href="https://www.sqlite.org/wal.html#ckpt">Checkpointing</a>
     */
    default void checkpointed(Checkpoint checkpoint) {}

    /**
     * One checkpoint.
     *
     * @param database name of the database
     * @param frames pages that were copied from the log into the file, at least 1
     * @param time how long it took, most of it for the disk
     */
    record Checkpoint(String database, long frames, Duration time) {}

    /**
     * One COMMIT.
     *
     * @param database name of the database
     * @param operations how many operations of independent callers shared it; 0 for a COMMIT that is never shared, those of
     *     lambdas, asynchronous transactions and an {@link AsyncConnection}
     * @param time how long it took, most of it for the disk, unless the wait for the disk was left to a {@link Flush}
     */
    record Commit(String database, int operations, Duration time) {}

    /**
     * One flush of the write-ahead log.
     *
     * @param database name of the database
     * @param commits how many COMMITs it brought to the disk, at least 1
     * @param time how long it took, nearly all of it for the disk
     */
    record Flush(String database, int commits, Duration time) {}

    /**
     * One operation that ended.
     *
     * @param database name of the database
     * @param kind kind of the operation
     * @param sql SQL text without values, or {@code lambda} or {@code asynchronous transaction}
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

    /** How an operation ended. One that was cancelled while it waited is not reported. */
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

    /** The kind of an operation. */
    enum OperationKind {
        /** A query or work on a reading connection. */
        READ,
        /** A statement, batch, script or work on the writing connection. */
        WRITE,
        /** An asynchronous transaction as a whole. */
        TRANSACTION,
        /** A stream as a whole. */
        STREAM,
        /** A backup as a whole, or the copy or preparation of a content, see {@link Contents}. */
        BACKUP
    }
}
