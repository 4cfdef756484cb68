package io.asyncsqlite;

import java.time.Duration;

/**
 * The state of a database at one moment.
 *
 * @param queuedWrites operations that wait for the writing connection, without those that it has taken to run together
 * @param queuedReads operations that wait for a reading connection; 0 where one connection serves both
 * @param queuedBytes estimated size of the SQL and values that wait
 * @param openReaders reading connections that are open
 * @param busyReaders reading connections that run an operation or stream
 * @param streamConnections those of them that belong to one stream or read-only transaction until it ends, see
 *     {@link SqliteOptions#streamConnections()}
 * @param writerHeld how long the writing connection has been running one lambda, transaction or long statement; 0 if it runs none
 * @param logBytes size of the write-ahead logs on the disk, those of attached files included; 0 where there is none
 * @param failed whether the writing connection is lost, so that every write fails with {@link DatabaseFailedException}
 * @param totals counts since the database was opened
 */
public record SqliteStats(
        int queuedWrites,
        int queuedReads,
        long queuedBytes,
        int openReaders,
        int busyReaders,
        int streamConnections,
        Duration writerHeld,
        long logBytes,
        boolean failed,
        Totals totals) {

    /**
     * Counts since the database was opened, which only grow.
     *
     * @param statementHits statements that were found compiled
     * @param statementMisses statements that had to be compiled
     * @param slow reads and writes that ran for {@link SqliteOptions#slowOperationTime()} or longer
     * @param rejected operations that a full queue refused
     * @param cancelled operations that were cancelled before they had a result
     * @param leaks connections and cursors that became unreachable without being closed, and transactions that were rolled back
     *     for their age
     */
    public record Totals(
            long statementHits, long statementMisses, long slow, long rejected, long cancelled, long leaks) {}
}
