package io.asyncsqlite.internal.query;

import io.asyncsqlite.ConnectionStatistics;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.Row;
import io.asyncsqlite.SyncConnection;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.sql.Pragma.Place;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.Statements;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connection that a lambda uses. It can be used only while the lambda runs. */
public final class LambdaConnection implements SyncConnection {

    private static final int CHUNK = 256;

    private final DatabaseConnection connection;
    private final Statements statements;
    private final boolean onlyReads;
    private final OpenCursors iterations;
    private final Thread owner = Thread.currentThread();
    private boolean ended;
    private @Nullable Throwable rolledBackBy;

    /**
     * Starts to lend a connection.
     *
     * @param iterations the queries whose rows the lambda is iterating over
     */
    public LambdaConnection(
            DatabaseConnection connection, Statements statements, boolean onlyReads, OpenCursors iterations) {
        this.connection = connection;
        this.statements = statements;
        this.onlyReads = onlyReads;
        this.iterations = iterations;
    }

    @Override
    public WriteResult execute(String sql, @Nullable Object... parameters) {
        BoundStatement bound = bind(sql, parameters);
        return guarded(() -> connection.execute(bound));
    }

    @Override
    public List<Row> list(String sql, @Nullable Object... parameters) {
        return query(sql, Integer.MAX_VALUE, parameters);
    }

    @Override
    public Optional<Row> first(String sql, @Nullable Object... parameters) {
        return query(sql, 1, parameters).stream().findFirst();
    }

    @Override
    public void forEach(String sql, Consumer<? super Row> action, @Nullable Object... parameters) {
        BoundStatement bound = bind(sql, parameters);
        CursorRows rows = guarded(() -> new CursorRows(bound, connection.open(bound)));
        iterations.add(rows, false);
        try {
            for (List<@Nullable Object[]> taken = take(rows); !taken.isEmpty(); taken = take(rows)) {
                new Rows(rows.columns(), taken).asList(statements.codecs()).forEach(action);
            }
        } finally {
            iterations.remove(rows);
        }
    }

    private List<@Nullable Object[]> take(CursorRows rows) {
        return guarded(() -> {
            rows.fill(CHUNK);
            return rows.take(CHUNK);
        });
    }

    @Override
    public Optional<ConnectionStatistics> statistics() {
        checkUsable();
        return connection.statistics();
    }

    public void end() {
        ended = true;
    }

    private List<Row> query(String sql, int limit, @Nullable Object... parameters) {
        BoundStatement bound = bind(sql, parameters);
        return guarded(() -> connection.query(bound, limit)).asList(statements.codecs());
    }

    private void checkUsable() {
        if (ended || Thread.currentThread() != owner) {
            throw Failures.notExecuted(
                    "The connection is usable only inside its lambda and on its thread: the operation was not executed");
        }
        checkAlive();
    }

    private BoundStatement bind(String sql, @Nullable Object... parameters) {
        checkUsable();
        BoundStatement bound = statements.bind(sql, parameters);
        if (bound.statement().kind() == StatementKind.OUTSIDE_TRANSACTION) {
            throw Failures.invalidStatement(
                    "The statement cannot run inside a transaction: run it with execute", sql, null);
        }
        Statements.checkPragma(bound.statement(), onlyReads ? Place.READING : Place.TRANSACTION);
        if (onlyReads && bound.statement().kind() == StatementKind.WRITE) {
            throw Failures.invalidStatement("Work that reads must not write: use write", sql, null);
        }
        if (bound.statement().kind() != StatementKind.READ) {
            // Reads the remaining rows of running queries first: otherwise a query would find rows that its own
            // iteration adds.
            guarded(() -> {
                iterations.readRest();
                return true;
            });
        }
        return bound;
    }

    private <T> T guarded(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException | Error e) {
            if (!connection.transaction().isOpen()) {
                rolledBackBy = e;
            }
            throw e;
        }
    }

    /** Throws if SQLite ended the transaction, although the work caught the error. */
    public void checkAlive() {
        if (rolledBackBy != null) {
            throw new TransactionException(
                    "SQLite rolled the transaction back after an earlier error", Outcome.ROLLED_BACK, rolledBackBy);
        }
    }
}
