package io.asyncsqlite.internal.connection;

import io.asyncsqlite.StatementTrace;
import io.asyncsqlite.internal.concurrent.ForeignCode;
import io.asyncsqlite.internal.engine.TraceListener;
import java.time.Duration;

/** Calls a user's {@link StatementTrace}. Connection's thread only. */
final class Tracing implements TraceListener {

    private final StatementTrace trace;
    private final ForeignCode foreign;
    private boolean suspended;

    Tracing(StatementTrace trace, String database) {
        this.trace = trace;
        this.foreign = new ForeignCode(database);
    }

    /** Hides the statements that run from now on, or shows them again. */
    void suspend(boolean suspend) {
        suspended = suspend;
    }

    @Override
    public void started(String sql) {
        guarded(() -> trace.started(sql));
    }

    @Override
    public void finished(Run run) {
        guarded(() -> trace.finished(new StatementTrace.Run(
                run.sql(),
                Duration.ofNanos(run.nanos()),
                run.fullScanSteps(),
                run.sorts(),
                run.autoIndexRows(),
                run.steps())));
    }

    private void guarded(Runnable call) {
        if (!suspended) {
            foreign.run("statement trace", call);
        }
    }
}
