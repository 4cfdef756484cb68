package io.asyncsqlite;

import io.asyncsqlite.engine.Counter;
import io.asyncsqlite.engine.EngineConnection;
import io.asyncsqlite.engine.EngineException;
import java.util.Optional;

/**
 * What SQLite has counted for one connection since it was opened. SQLite's counters begin again at 0 after 2,147,483,647.
 *
 * @param cacheBytes memory that its page cache takes now
 * @param cacheHits pages that it found in its cache
 * @param cacheMisses pages that it had to read: many, beside the hits, mean that the cache is small for what is read
 * @param cacheWrites pages that it wrote to the log or the file
 * @param cacheSpills pages that it wrote before a COMMIT because its cache was full: transactions are large
 * @param schemaBytes memory that the schema takes now
 * @param statementBytes memory that its prepared statements take now
 * @see <a href="https://www.sqlite.org/c3ref/c_dbstatus_options.html">Status parameters of connections</a>
 */
public record ConnectionStatistics(
        long cacheBytes,
        long cacheHits,
        long cacheMisses,
        long cacheWrites,
        long cacheSpills,
        long schemaBytes,
        long statementBytes) {

    /** Asks SQLite, and returns nothing if the engine cannot. */
    static Optional<ConnectionStatistics> of(EngineConnection connection) throws EngineException {
        ConnectionStatistics statistics = new ConnectionStatistics(
                connection.counter(Counter.CACHE_USED),
                connection.counter(Counter.CACHE_HIT),
                connection.counter(Counter.CACHE_MISS),
                connection.counter(Counter.CACHE_WRITE),
                connection.counter(Counter.CACHE_SPILL),
                connection.counter(Counter.SCHEMA_USED),
                connection.counter(Counter.STMT_USED));
        return statistics.cacheBytes < 0 ? Optional.empty() : Optional.of(statistics);
    }
}
