package io.asyncsqlite;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of the operations of one database since it was opened, and starts what follows them. Any thread. */
final class Telemetry {

    private static final String TRACER = "tracer";

    private final String database;
    private final @Nullable OperationTracer tracer;
    private final ForeignCode foreign;
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
        this.foreign = new ForeignCode(database);
    }

    /** Returns what runs listeners, tracers and callbacks. */
    ForeignCode foreign() {
        return foreign;
    }

    /** Returns what follows an operation that is submitted now, if anything does. */
    @Nullable
    OperationTrace trace(Operation<?> operation) {
        OperationTracer asked = tracer;
        return asked == null
                ? null
                : foreign.call(TRACER, () -> asked.submitted(database, operation.kind(), operation.sql()));
    }

    void rejected(Operation<?> operation, Throwable reason) {
        if (reason instanceof QueueFullException) {
            rejected.increment();
        }
        ended(operation.trace(), reason);
    }

    void cancelled(@Nullable OperationTrace trace) {
        cancelled.increment();
        ended(trace, new CancellationException());
    }

    void ended(@Nullable OperationTrace trace, @Nullable Throwable failure) {
        if (trace != null) {
            foreign.run(TRACER, () -> trace.ended(failure));
        }
    }

    /** Runs code in the context of a trace, and exactly once, whatever the trace does. */
    void run(@Nullable OperationTrace trace, Runnable code) {
        if (trace == null) {
            code.run();
            return;
        }
        AtomicBoolean ran = new AtomicBoolean();
        Runnable once = () -> {
            if (ran.compareAndSet(false, true)) {
                code.run();
            }
        };
        foreign.run(TRACER, () -> trace.run(once));
        once.run();
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
