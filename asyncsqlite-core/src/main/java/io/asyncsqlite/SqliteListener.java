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
     * Is told that operations of independent callers were committed together. May come after their futures completed.
     *
     * @param database name of the database
     * @param operations how many shared the COMMIT, at least 1
     */
    default void groupCommitted(String database, int operations) {}

    /**
     * One operation that ended.
     *
     * @param database name of the database
     * @param kind what it was
     * @param queueTime from acceptance until it started
     * @param runTime from its start until its outcome was known, COMMIT included
     * @param succeeded whether its future gets a result
     */
    record FinishedOperation(String database, Kind kind, Duration queueTime, Duration runTime, boolean succeeded) {}

    /** What an operation is. */
    enum Kind {
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
