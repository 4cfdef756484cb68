package io.asyncsqlite.internal.connection;

import io.asyncsqlite.SqliteStats;
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

    public int abandonedCount() {
        return abandoned.intValue();
    }

    public SqliteStats.Totals totals() {
        return new SqliteStats.Totals(
                statementHits.sum(), statementMisses.sum(), slow.sum(), rejected.sum(), cancelled.sum(), leaks.sum());
    }
}
