package io.asyncsqlite;

import io.asyncsqlite.sql.Pragma.Place;
import io.asyncsqlite.sql.SqlStatement.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connection that a lambda gets, for the time that it runs. */
final class LambdaConnection implements SyncConnection {

    private static final int CHUNK = 256;

    private final DatabaseConnection connection;
    private final Statements statements;
    private final boolean onlyReads;
    private final Thread owner = Thread.currentThread();
    private boolean ended;
    private @Nullable SqliteException rolledBackBy;

    LambdaConnection(DatabaseConnection connection, Statements statements, boolean onlyReads) {
        this.connection = connection;
        this.statements = statements;
        this.onlyReads = onlyReads;
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
        try (RowCursor cursor = guarded(() -> connection.open(bound))) {
            while (cursor.more()) {
                new Rows(cursor.columns(), guarded(() -> cursor.read(CHUNK)))
                        .asList(statements.codecs())
                        .forEach(action);
            }
        }
    }

    @Override
    public Optional<ConnectionStatistics> statistics() {
        checkUsable();
        return connection.statistics();
    }

    void end() {
        ended = true;
    }

    private List<Row> query(String sql, int limit, @Nullable Object... parameters) {
        BoundStatement bound = bind(sql, parameters);
        return guarded(() -> connection.query(bound, limit)).asList(statements.codecs());
    }

    private void checkUsable() {
        if (ended || Thread.currentThread() != owner) {
            throw new TransactionException(
                    "The connection is usable only inside its lambda and on its thread: the operation was not executed",
                    Outcome.NOT_EXECUTED,
                    null);
        }
        checkAlive();
    }

    private BoundStatement bind(String sql, @Nullable Object... parameters) {
        checkUsable();
        BoundStatement bound = statements.bind(sql, parameters);
        if (bound.statement().kind() == Kind.ALONE) {
            throw new InvalidStatementException(
                    "The statement cannot run inside a transaction: run it with execute", sql, null);
        }
        OperationSubmitter.checkPragma(bound.statement(), onlyReads ? Place.READING : Place.TRANSACTION);
        if (onlyReads && bound.statement().kind() == Kind.WRITE) {
            throw new InvalidStatementException("Work that reads must not write: use write", sql, null);
        }
        return bound;
    }

    private <T> T guarded(Supplier<T> call) {
        try {
            return call.get();
        } catch (SqliteException e) {
            if (!connection.inTransaction()) {
                rolledBackBy = e;
            }
            throw e;
        }
    }

    /** Throws if SQLite ended the transaction, although the work caught the error. */
    void checkAlive() {
        if (rolledBackBy != null) {
            throw new TransactionException(
                    "SQLite rolled the transaction back after an earlier error", Outcome.ROLLED_BACK, rolledBackBy);
        }
    }
}
