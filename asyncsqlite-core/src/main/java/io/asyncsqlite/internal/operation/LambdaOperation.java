package io.asyncsqlite.internal.operation;

import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.BeginMode;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs work in a transaction of its own. It may be user code, so its thread is interrupted when it should stop. */
public final class LambdaOperation<T extends @Nullable Object> extends Operation<T> {

    private final BeginMode mode;
    private final String description;
    private final ConnectionBody<T> body;
    private final Deadlines deadlines;

    // Guarded by this.
    private @Nullable Thread runner;

    public LambdaOperation(
            Executor executor,
            OperationKind kind,
            BeginMode mode,
            String description,
            Deadlines deadlines,
            ConnectionBody<T> body) {
        super(executor, kind, 2L * description.length());
        this.mode = mode;
        this.description = description;
        this.deadlines = deadlines;
        this.body = body;
    }

    @Override
    public @Nullable Object work(DatabaseConnection connection) throws Exception {
        return connection.transaction().run(mode, description, () -> {
            deadlines.running(this);
            runBy(Thread.currentThread());
            try {
                return body.run(connection);
            } finally {
                runBy(null);
                deadlines.ended(this);
            }
        });
    }

    /** Notes whom to interrupt. An interrupt that is left over is not meant for what follows. */
    private synchronized void runBy(@Nullable Thread thread) {
        runner = thread;
        if (thread == null) {
            Thread.interrupted();
        } else if (isStopping()) {
            thread.interrupt();
        }
    }

    @Override
    public synchronized void stopRequested() {
        if (runner != null) {
            runner.interrupt();
        }
    }

    @Override
    public boolean sharesFlush() {
        return true;
    }

    @Override
    public String sql() {
        return description;
    }
}
