package io.asyncsqlite.internal.operation;

import io.asyncsqlite.WriteResult;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.statement.BoundStatement;
import java.util.concurrent.Executor;

/** Runs one statement. */
public final class ExecuteOperation extends StatementOperation<WriteResult> {

    private final BoundStatement bound;

    public ExecuteOperation(Executor executor, BoundStatement bound) {
        super(executor, bound.statement(), bound.bytes());
        this.bound = bound;
    }

    @Override
    public WriteResult work(DatabaseConnection connection) {
        return connection.execute(bound);
    }
}
