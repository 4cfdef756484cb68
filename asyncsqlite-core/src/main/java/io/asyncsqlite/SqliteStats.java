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
 * @param cluster what is known of the servers; {@link Cluster#NONE} without a cluster
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
        Cluster cluster,
        Totals totals) {

    /**
     * What a database in a cluster knows of its servers without asking them, see {@link AsyncSqlite#clusterNodes()}. A preview: it may change in any
     * version.
     *
     * @param nodes servers as the leader named them when a connection to it was opened last
     * @param leaderChanges how often a connection was opened to another leader than the one before, since the database was opened
     * @param leaderless how long a leader has been looked for in vain; 0 if the latest attempt found one. The search begins with the first operation
     *     after the loss
     */
    public record Cluster(int nodes, long leaderChanges, Duration leaderless) {

        /** That of a database in a file or in memory. */
        public static final Cluster NONE = new Cluster(0, 0, Duration.ZERO);
    }

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
     * @param repeated how often a write ran again, because its transaction was rolled back for another one or lost its leader
     * @param unknownOutcomes operations that failed with {@link OutcomeUnknownException}
     */
    public record Totals(
            long statementHits,
            long statementMisses,
            long slow,
            long rejected,
            long cancelled,
            long leaks,
            long repeated,
            long unknownOutcomes) {}
}
