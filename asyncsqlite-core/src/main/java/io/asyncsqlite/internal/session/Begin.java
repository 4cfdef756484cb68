package io.asyncsqlite.internal.session;

import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.operation.Operation;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Begins a transaction on a connection of a user. */
final class Begin extends Operation<Void> {

    private final ConnectionWorker worker;
    private final TransactionMode mode;

    Begin(Executor executor, ConnectionWorker worker, TransactionMode mode) {
        super(executor, SqliteListener.OperationKind.WRITE, 0);
        this.worker = worker;
        this.mode = mode;
    }

    @Override
    public boolean runsNoStatement() {
        return true;
    }

    @Override
    public String sql() {
        return "BEGIN " + mode;
    }

    @Override
    @Nullable
    public Object work(DatabaseConnection connection) {
        worker.begin(this, mode);
        return null;
    }
}
