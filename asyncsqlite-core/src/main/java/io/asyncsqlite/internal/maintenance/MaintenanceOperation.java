package io.asyncsqlite.internal.maintenance;

import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.operation.ConnectionBody;
import io.asyncsqlite.internal.operation.LongOperation;
import io.asyncsqlite.internal.sql.StatementKind;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One work on the file, which SQLite does outside of transactions.
 *
 * @param <T> type of the result
 */
final class MaintenanceOperation<T extends @Nullable Object> extends LongOperation<T> {

    private final ConnectionBody<?> body;

    /**
     * Makes an operation.
     *
     * @param kind READ for work that a reading connection can do
     * @param sql the statement, for messages
     * @param timeout how long it may wait and run
     * @param body does the work on the worker's thread; returns a T
     */
    MaintenanceOperation(Executor executor, OperationKind kind, String sql, Duration timeout, ConnectionBody<?> body) {
        super(executor, kind, sql, timeout);
        this.body = body;
    }

    @Override
    public StatementKind statementKind() {
        return StatementKind.OUTSIDE_TRANSACTION;
    }

    @Override
    public @Nullable Object work(DatabaseConnection connection) throws Exception {
        return body.run(connection);
    }
}
