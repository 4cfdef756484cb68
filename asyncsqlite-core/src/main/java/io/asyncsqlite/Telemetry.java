package io.asyncsqlite;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of the operations of one database since it was opened, and starts what follows them. Any thread. */
final class Telemetry {

    private final String database;
    private final @Nullable OperationTracer tracer;
    private final LongAdder statementHits = new LongAdder();
    private final LongAdder statementMisses = new LongAdder();
    private final LongAdder slow = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder leaks = new LongAdder();
    private final LongAdder abandoned = new LongAdder();

    Telemetry(String database, @Nullable OperationTracer tracer) {
        this.database = database;
        this.tracer = tracer;
    }

    /** Returns what follows an operation that is submitted now, if anything does. */
    @Nullable
    OperationTrace trace(Operation<?> operation) {
        return tracer == null ? null : tracer.submitted(database, operation.kind(), operation.sql());
    }

    void rejected(Operation<?> operation, RuntimeException reason) {
        if (reason instanceof QueueFullException) {
            rejected.increment();
        }
        ended(operation.trace(), reason);
    }

    void cancelled(@Nullable OperationTrace trace) {
        cancelled.increment();
        ended(trace, new CancellationException());
    }

    static void ended(@Nullable OperationTrace trace, @Nullable Throwable failure) {
        if (trace != null) {
            trace.ended(failure);
        }
    }

    void statement(boolean cached) {
        (cached ? statementHits : statementMisses).increment();
    }

    void slow() {
        slow.increment();
    }

    void leaked() {
        leaks.increment();
    }

    /** Notes an operation that had been accepted, and failed because the database closed. */
    void abandoned() {
        abandoned.increment();
    }

    int abandonedSoFar() {
        return abandoned.intValue();
    }

    SqliteStats.Totals totals() {
        return new SqliteStats.Totals(
                statementHits.sum(), statementMisses.sum(), slow.sum(), rejected.sum(), cancelled.sum(), leaks.sum());
    }
}
