package io.asyncsqlite;

import java.util.Optional;

/**
 * A connection for synchronous work inside {@link AsyncSqlite#read} or {@link AsyncSqlite#write}, which is one transaction.
 *
 * <pre>{@code
 * return db.write(connection -> {
 *     String body = connection
 *             .query("SELECT body FROM note WHERE id = ?", 1)
 *             .mapTo(String.class)
 *             .one();
 *     return connection.execute("UPDATE note SET body = ? WHERE id = ?", body + "!", 1);
 * });
 * }</pre>
 *
 * <p>Refuses VACUUM, ATTACH, DETACH and PRAGMAs that are settings of a connection. If the work catches the failure of a statement, the
 * transaction stays open, unless SQLite itself rolled it back: then every further call fails.
 */
public interface SyncConnection extends SyncOperations {

    /**
     * Returns SQLite's counters for the connection that runs this work: the writing connection, or a reading one.
     *
     * @return the counters as of now; empty without {@link Capability#STATISTICS}, which needs the foreign engine
     */
    Optional<ConnectionStatistics> statistics();
}
