package io.asyncsqlite.internal.connection;

import io.asyncsqlite.ConnectionStatistics;
import io.asyncsqlite.SqliteStats;
import io.asyncsqlite.internal.engine.Counter;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Counts the events of one database since it was opened. Any thread. */
public final class Counters {

    private final LongAdder statementHits = new LongAdder();
    private final LongAdder statementMisses = new LongAdder();
    private final LongAdder slow = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder leaks = new LongAdder();
    private final LongAdder abandoned = new LongAdder();

    private final LongAdder repeated = new LongAdder();
    private final LongAdder unknownOutcomes = new LongAdder();

    /** Since when the leader of a cluster has been looked for in vain, by {@link System#nanoTime()}; 0 if the latest attempt found one. */
    private volatile long leaderlessSince;

    /** Counts a statement that is about to run. */
    void statement(boolean cached) {
        (cached ? statementHits : statementMisses).increment();
    }

    /** Counts an operation that ran for long. */
    public void slow() {
        slow.increment();
    }

    /** Counts an operation that found its queue full. */
    public void rejected() {
        rejected.increment();
    }

    public void cancelled() {
        cancelled.increment();
    }

    /** Counts a leak: an object that its user did not close. */
    public void leaked() {
        leaks.increment();
    }

    /** Counts an operation that was accepted, and failed because the database closed. */
    public void abandoned() {
        abandoned.increment();
    }

    /** Counts an operation that runs again. */
    public void repeated() {
        repeated.increment();
    }

    /** Counts an operation whose outcome is unknown. */
    public void unknownOutcome() {
        unknownOutcomes.increment();
    }

    public int abandonedCount() {
        return abandoned.intValue();
    }

    /** Notes whether a connection to the leader of a cluster was opened. */
    void foundLeader(boolean found) {
        if (found) {
            leaderlessSince = 0;
        } else if (leaderlessSince == 0) {
            // 0 stands for none.
            leaderlessSince = System.nanoTime() | 1;
        }
    }

    /** Tells whether the latest attempt to reach the leader of a cluster was in vain. */
    public boolean isLeaderless() {
        return leaderlessSince != 0;
    }

    /** Returns how long the leader of a cluster has been looked for in vain; 0 if the latest attempt found one. */
    public long leaderlessNanos() {
        long since = leaderlessSince;
        return since == 0 ? 0 : System.nanoTime() - since;
    }

    /** Returns SQLite's counters of a connection, if the engine can read them. */
    static Optional<ConnectionStatistics> statistics(EngineConnection engine) throws EngineException {
        ConnectionStatistics statistics = new ConnectionStatistics(
                engine.counter(Counter.CACHE_USED),
                engine.counter(Counter.CACHE_HIT),
                engine.counter(Counter.CACHE_MISS),
                engine.counter(Counter.CACHE_WRITE),
                engine.counter(Counter.CACHE_SPILL),
                engine.counter(Counter.SCHEMA_USED),
                engine.counter(Counter.STMT_USED));
        return statistics.cacheBytes() < 0 ? Optional.empty() : Optional.of(statistics);
    }

    public SqliteStats.Totals totals() {
        return new SqliteStats.Totals(
                statementHits.sum(),
                statementMisses.sum(),
                slow.sum(),
                rejected.sum(),
                cancelled.sum(),
                leaks.sum(),
                repeated.sum(),
                unknownOutcomes.sum());
    }
}
