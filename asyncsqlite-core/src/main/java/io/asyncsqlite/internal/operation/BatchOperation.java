package io.asyncsqlite.internal.operation;

import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.sql.SqlStatement;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs one statement for each set of values. */
public final class BatchOperation extends StatementOperation<Long> {

    private static final String SAVEPOINT = "asyncsqlite_batch";

    private final SqlStatement statement;
    private final List<@Nullable Object[]> rows;

    public BatchOperation(Executor executor, SqlStatement statement, List<@Nullable Object[]> rows, long bytes) {
        super(executor, statement, bytes);
        this.statement = statement;
        this.rows = rows;
    }

    @Override
    public Long work(DatabaseConnection connection) throws Exception {
        return connection.transaction().runInSavepoint(SAVEPOINT, () -> connection.executeAll(statement, rows));
    }
}
