package io.asyncsqlite.internal.operation;

import io.asyncsqlite.OperationTrace;
import io.asyncsqlite.OperationTracer;
import io.asyncsqlite.QueueFullException;
import io.asyncsqlite.internal.concurrent.ForeignCode;
import io.asyncsqlite.internal.connection.Counters;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Starts and ends the traces of the operations of one database, and counts the operations without a result. Any thread. */
public final class Telemetry {

    private static final String TRACER = "tracer";

    private final String database;
    private final @Nullable OperationTracer tracer;
    private final ForeignCode foreign;
    private final Counters counters;

    public Telemetry(String database, @Nullable OperationTracer tracer, ForeignCode foreign, Counters counters) {
        this.database = database;
        this.tracer = tracer;
        this.foreign = foreign;
        this.counters = counters;
    }

    ForeignCode foreign() {
        return foreign;
    }

    Counters counters() {
        return counters;
    }

    /** Returns the trace of an operation that is submitted now, or null. */
    @Nullable
    OperationTrace trace(Operation<?> operation) {
        OperationTracer asked = tracer;
        return asked == null
                ? null
                : foreign.call(TRACER, () -> asked.submitted(database, operation.kind(), operation.sql()));
    }

    public void rejected(Operation<?> operation, Throwable reason) {
        if (reason instanceof QueueFullException) {
            counters.rejected();
        }
        ended(operation.trace(), reason);
    }

    void cancelled(@Nullable OperationTrace trace) {
        counters.cancelled();
        ended(trace, new CancellationException());
    }

    void ended(@Nullable OperationTrace trace, @Nullable Throwable failure) {
        if (trace != null) {
            foreign.run(TRACER, () -> trace.ended(failure));
        }
    }

    /** Runs code in the context of a trace, and exactly once, also if the trace throws or runs it never or twice. */
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
}
