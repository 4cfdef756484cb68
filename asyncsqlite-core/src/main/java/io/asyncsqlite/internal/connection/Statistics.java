package io.asyncsqlite.internal.connection;

import io.asyncsqlite.ConnectionStatistics;
import io.asyncsqlite.internal.engine.Counter;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import java.util.Optional;

/** Reads SQLite's counters for a connection. */
public final class Statistics {

    private Statistics() {}

    /** Returns the counters; empty if the engine cannot read them. */
    static Optional<ConnectionStatistics> of(EngineConnection connection) throws EngineException {
        ConnectionStatistics statistics = new ConnectionStatistics(
                connection.counter(Counter.CACHE_USED),
                connection.counter(Counter.CACHE_HIT),
                connection.counter(Counter.CACHE_MISS),
                connection.counter(Counter.CACHE_WRITE),
                connection.counter(Counter.CACHE_SPILL),
                connection.counter(Counter.SCHEMA_USED),
                connection.counter(Counter.STMT_USED));
        return statistics.cacheBytes() < 0 ? Optional.empty() : Optional.of(statistics);
    }
}
