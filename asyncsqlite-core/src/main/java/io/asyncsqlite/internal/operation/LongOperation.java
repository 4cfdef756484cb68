package io.asyncsqlite.internal.operation;

import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.failure.Failures;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Long work on the file, with a time of its own.
 *
 * @param <T> type of the result
 */
public abstract class LongOperation<T extends @Nullable Object> extends Operation<T> {

    private final String description;
    private final Duration timeout;
    private volatile boolean readsOneState = true;

    /**
     * Makes an operation.
     *
     * @param description what stands for SQL in messages
     * @param timeout how long it may wait and run
     */
    protected LongOperation(Executor executor, OperationKind kind, String description, Duration timeout) {
        super(executor, kind, 0);
        this.description = description;
        this.timeout = timeout;
    }

    /** Throws if the database was closed while the operation waited. */
    protected final void refuseIfClosed(DatabaseConnection connection) {
        if (isAbandoned()) {
            throw Failures.closedWhileRunning(connection.database());
        }
    }

    /** Says whether it reads one state of the database from now on, as it does at first. The log cannot start anew meanwhile. */
    public final void readsOneState(boolean reads) {
        readsOneState = reads;
    }

    final boolean readsOneState() {
        return readsOneState;
    }

    @Override
    public final long timeoutNanos(long usual) {
        return timeout.toNanos();
    }

    @Override
    public final String sql() {
        return description;
    }
}
