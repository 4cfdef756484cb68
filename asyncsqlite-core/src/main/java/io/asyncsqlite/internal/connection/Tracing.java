package io.asyncsqlite.internal.connection;

import io.asyncsqlite.StatementTrace;
import io.asyncsqlite.internal.concurrent.ForeignCode;
import io.asyncsqlite.internal.engine.TraceListener;
import java.time.Duration;

/** Calls a user's {@link StatementTrace}. Connection's thread only. */
final class Tracing implements TraceListener {

    private final StatementTrace trace;
    private final ForeignCode foreign;

    Tracing(StatementTrace trace, String database) {
        this.trace = trace;
        this.foreign = new ForeignCode(database);
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
        foreign.run("statement trace", call);
    }
}
