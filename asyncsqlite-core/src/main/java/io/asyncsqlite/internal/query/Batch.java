package io.asyncsqlite.internal.query;

import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A statement that runs once for each set of values, all or none.
 *
 * @param bytes estimate of what it takes in memory
 */
record Batch(SqlStatement statement, List<@Nullable Object[]> rows, long bytes) {

    private static final String SAVEPOINT = "asyncsqlite_batch";

    /**
     * Binds the values.
     *
     * @param check throws if the statement cannot run where the batch is to run
     */
    static Batch of(Statements statements, String sql, Iterable<?> rows, Consumer<SqlStatement> check) {
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(rows, "rows");
        SqlStatement statement = statements.parse(sql);
        if (statement.kind() != StatementKind.WRITE) {
            throw Failures.invalidStatement("A batch needs a statement that writes", sql, null);
        }
        check.accept(statement);
        List<@Nullable Object[]> bound = new ArrayList<>();
        SqlStatement used = statement;
        long bytes = statement.bytes();
        for (Object row : rows) {
            BoundStatement next = statements.bindRow(statement, row);
            if (bound.isEmpty()) {
                used = next.statement();
            } else if (!next.sql().equals(used.text())) {
                throw Failures.invalidParameter(
                        "All rows of a batch must have lists for the same parameters", sql, null);
            }
            bytes += next.bytes() - next.statement().bytes();
            bound.add(next.values());
        }
        return new Batch(used, bound, bytes);
    }

    /** Runs it in the open transaction, and returns how many rows were changed. */
    long runOn(DatabaseConnection connection) throws Exception {
        return connection.transaction().runInSavepoint(SAVEPOINT, () -> connection.executeAll(statement, rows));
    }
}
