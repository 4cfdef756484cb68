package io.asyncsqlite.internal.query;

import io.asyncsqlite.ConnectionStatistics;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.SyncConnection;
import io.asyncsqlite.SyncRowQuery;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.WrittenRows;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.ScriptOperation;
import io.asyncsqlite.internal.sql.Pragma.Place;
import io.asyncsqlite.internal.sql.SqlScript;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.Statements;
import io.asyncsqlite.internal.statement.StoredRow;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connection that a lambda uses. It can be used only while the lambda runs. */
public final class LambdaConnection implements SyncConnection {

    private static final int CHUNK = 256;
    private static final String WRITES = "Work that reads must not write: use write";

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
        OperationSubmitter.requireArguments(sql, parameters);
        BoundStatement bound = bind(sql, parameters);
        return run(bound.statement(), () -> connection.execute(bound));
    }

    @Override
    public long executeMany(String sql, Iterable<?> rows) {
        checkUsable();
        BoundStatement bound = new Batch(statements, sql, this::check).with(rows);
        return run(bound.statement(), () -> Batch.run(connection, bound, 0))
                .written()
                .rowsUpdated();
    }

    @Override
    public void executeScript(String sql) {
        checkUsable();
        if (onlyReads) {
            throw Failures.invalidStatement(WRITES, sql, null);
        }
        SqlScript script = statements.parseScript(sql);
        if (script.needsNoTransaction()) {
            throw Failures.scriptInTransaction(sql);
        }
        readRest();
        guarded(() -> {
            ScriptOperation.runInside(connection, script);
            return true;
        });
    }

    @Override
    public SyncRowQuery query(String sql, @Nullable Object... parameters) {
        OperationSubmitter.requireArguments(sql, parameters);
        return LambdaQuery.of(this, bind(sql, parameters), statements.codecs());
    }

    @Override
    public SyncRowQuery queryMany(String sql, Iterable<?> rows) {
        checkUsable();
        return LambdaQuery.of(this, new Batch(statements, sql, this::check).with(rows), statements.codecs());
    }

    Rows read(BoundStatement bound, int limit) {
        checkUsable();
        return run(bound.statement(), () -> Batch.read(connection, bound, limit));
    }

    WrittenRows result(BoundStatement bound) {
        checkUsable();
        return run(bound.statement(), () -> Batch.run(connection, bound, Integer.MAX_VALUE));
    }

    /** Hands over each row, of which not all are in memory unless it is a batch. */
    long forEach(BoundStatement bound, Consumer<StoredRow> action) {
        checkUsable();
        if (bound.batch() != null) {
            Rows rows = read(bound, Integer.MAX_VALUE);
            for (int i = 0; i < rows.rows(); i++) {
                action.accept(rows.row(i, statements.codecs()));
            }
            return rows.rows();
        }
        CursorRows rows = run(bound.statement(), () -> new CursorRows(bound, connection.open(bound)));
        iterations.add(rows, null);
        long count = 0;
        try {
            for (List<@Nullable Object[]> taken = take(rows); !taken.isEmpty(); taken = take(rows)) {
                Rows chunk = new Rows(rows.columns(), taken);
                for (int i = 0; i < taken.size(); i++) {
                    action.accept(chunk.row(i, statements.codecs()));
                }
                count += taken.size();
            }
            return count;
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
        check(bound.statement());
        return bound;
    }

    private void check(SqlStatement statement) {
        if (statement.kind() == StatementKind.OUTSIDE_TRANSACTION) {
            throw Failures.invalidStatement(
                    "The statement cannot run inside a transaction: run it with execute", statement.text(), null);
        }
        Statements.checkPragma(statement, onlyReads ? Place.READING : Place.TRANSACTION);
        if (onlyReads && statement.kind() == StatementKind.WRITE) {
            throw Failures.invalidStatement(WRITES, statement.text(), null);
        }
    }

    private <T> T run(SqlStatement statement, Callable<T> call) {
        if (statement.kind() != StatementKind.READ) {
            readRest();
        }
        return guarded(call);
    }

    /** Reads the remaining rows of running queries: otherwise a query would find rows that its own iteration adds. */
    private void readRest() {
        guarded(() -> {
            iterations.readRest();
            return true;
        });
    }

    private <T> T guarded(Callable<T> call) {
        try {
            return call.call();
        } catch (RuntimeException | Error e) {
            if (!connection.transaction().isOpen()) {
                rolledBackBy = e;
            }
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
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
