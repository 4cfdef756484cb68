package io.asyncsqlite.internal.query;

import io.asyncsqlite.InvalidParameterException;
import io.asyncsqlite.RefusedRow;
import io.asyncsqlite.internal.connection.BatchRun;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.WrittenRows;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects the values of a statement that runs once for each set of them, all or none. One thread at a time. */
final class Batch {

    private static final String SAVEPOINT = "asyncsqlite_batch";

    private final Statements statements;
    private final SqlStatement statement;
    private final List<@Nullable Object[]> sets = new ArrayList<>();
    private SqlStatement used;
    private long bytes;

    /**
     * Starts with no values.
     *
     * @param check throws if the statement cannot run where the batch is to run
     */
    Batch(Statements statements, String sql, Consumer<SqlStatement> check) {
        this(statements, checked(statements.parse(sql), check));
    }

    private Batch(Statements statements, SqlStatement statement) {
        this.statements = statements;
        this.statement = statement;
        this.used = statement;
        this.bytes = statement.bytes();
    }

    private static SqlStatement checked(SqlStatement statement, Consumer<SqlStatement> check) {
        if (statement.kind() != StatementKind.WRITE) {
            throw Failures.invalidStatement("A batch needs a statement that writes", statement.text(), null);
        }
        check.accept(statement);
        return statement;
    }

    SqlStatement statement() {
        return statement;
    }

    /** Binds all sets of values. */
    BoundStatement with(Iterable<?> rows) {
        for (Object row : rows) {
            try {
                add(statements.bindRow(statement, row));
            } catch (InvalidParameterException e) {
                throw Failures.atRow(e, statement.text(), sets.size());
            }
        }
        return bound();
    }

    /** Returns an empty batch of the same statement. */
    Batch next() {
        return new Batch(statements, statement);
    }

    void add(BoundStatement row) {
        if (sets.isEmpty()) {
            used = row.statement();
        } else if (!row.sql().equals(used.text())) {
            throw Failures.invalidParameter(
                    "All rows of a batch must have lists for the same parameters", statement.text(), null);
        }
        bytes += sizeOf(row);
        sets.add(row.values());
    }

    static long sizeOf(BoundStatement row) {
        return row.bytes() - row.statement().bytes();
    }

    int size() {
        return sets.size();
    }

    long bytes() {
        return bytes;
    }

    BoundStatement bound() {
        return BoundStatement.batch(used, sets, bytes);
    }

    /** Runs a statement that may be a batch, and reads up to a number of rows. */
    static Rows read(DatabaseConnection connection, BoundStatement bound, int limit) throws Exception {
        return bound.batch() == null
                ? connection.query(bound, limit)
                : run(connection, bound, limit).found();
    }

    /** As {@link #read}, with what the statement changed. */
    static WrittenRows run(DatabaseConnection connection, BoundStatement bound, int limit) throws Exception {
        List<@Nullable Object[]> batch = bound.batch();
        return batch == null
                ? new WrittenRows(connection.query(bound, limit), connection.result(bound))
                : connection
                        .transaction()
                        .runInSavepoint(
                                SAVEPOINT, () -> connection.executeAll(bound, batch, new BatchRun(bound, limit, null)));
    }

    /** Runs a batch without the rows that SQLite refuses, which are added to a list, and returns what it changed. */
    static long runSkipping(DatabaseConnection connection, BoundStatement bound, List<RefusedRow> refused)
            throws Exception {
        List<@Nullable Object[]> batch = Objects.requireNonNull(bound.batch());
        return connection
                .transaction()
                .runInSavepoint(SAVEPOINT, () -> connection.executeAll(bound, batch, new BatchRun(bound, 0, refused)))
                .written()
                .rowsUpdated();
    }
}
