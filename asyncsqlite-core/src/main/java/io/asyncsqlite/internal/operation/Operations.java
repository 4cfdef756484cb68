package io.asyncsqlite.internal.operation;

import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.sql.PragmaUse;
import io.asyncsqlite.internal.sql.SqlScript;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.Sized;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The operations that are SQL and values, or a lambda. */
public final class Operations {

    private static final String BATCH_SAVEPOINT = "asyncsqlite_batch";
    private static final String SCRIPT_SAVEPOINT = "asyncsqlite_script";

    private Operations() {}

    /** An operation that one transaction can hold together with others, or that SQLite runs only outside of one. */
    public abstract static class Declared<T> extends Operation<T> {

        private final SqlStatement statement;

        public Declared(Executor executor, SqlStatement statement, long bytes) {
            super(executor, statement.kind() == StatementKind.READ ? OperationKind.READ : OperationKind.WRITE, bytes);
            this.statement = statement;
        }

        public final StatementKind statementKind() {
            return statement.kind();
        }

        public final @Nullable PragmaUse pragma() {
            return statement.pragma();
        }

        @Override
        public final boolean shareable() {
            return statement.kind() == StatementKind.READ || statement.kind() == StatementKind.WRITE;
        }

        @Override
        public final String sql() {
            return statement.text();
        }
    }

    /** Runs one statement. */
    public static final class Execute extends Declared<WriteResult> {

        private final BoundStatement bound;

        public Execute(Executor executor, BoundStatement bound) {
            super(executor, bound.statement(), bound.bytes());
            this.bound = bound;
        }

        @Override
        public WriteResult work(DatabaseConnection connection) {
            return connection.execute(bound);
        }
    }

    /** Runs one statement and reads rows. */
    public static final class Read<T> extends Declared<T> {

        private final BoundStatement bound;
        private final int limit;
        private final Function<Rows, T> conversion;

        public Read(Executor executor, BoundStatement bound, int limit, Function<Rows, T> conversion) {
            super(executor, bound.statement(), bound.bytes());
            this.bound = bound;
            this.limit = limit;
            this.conversion = conversion;
        }

        @Override
        public Rows work(DatabaseConnection connection) {
            return connection.query(bound, limit);
        }

        @Override
        public T convert(@Nullable Object worked) {
            return conversion.apply((Rows) Objects.requireNonNull(worked));
        }
    }

    /** Runs one statement, reads all rows and notes what it did. */
    public static final class ReadResult<T> extends Declared<T> {

        record Result(Rows rows, WriteResult written) implements Sized {

            @Override
            public long bytes() {
                return rows.bytes();
            }
        }

        private final BoundStatement bound;
        private final BiFunction<Rows, WriteResult, T> conversion;

        public ReadResult(Executor executor, BoundStatement bound, BiFunction<Rows, WriteResult, T> conversion) {
            super(executor, bound.statement(), bound.bytes());
            this.bound = bound;
            this.conversion = conversion;
        }

        @Override
        public Result work(DatabaseConnection connection) {
            Rows rows = connection.query(bound, Integer.MAX_VALUE);
            return new Result(rows, connection.result(bound));
        }

        @Override
        public T convert(@Nullable Object worked) {
            Result result = (Result) Objects.requireNonNull(worked);
            return conversion.apply(result.rows, result.written);
        }
    }

    /** Runs one statement for each set of values. */
    public static final class Batch extends Declared<Long> {

        private final SqlStatement statement;
        private final List<@Nullable Object[]> rows;

        public Batch(Executor executor, SqlStatement statement, List<@Nullable Object[]> rows, long bytes) {
            super(executor, statement, bytes);
            this.statement = statement;
            this.rows = rows;
        }

        @Override
        public Long work(DatabaseConnection connection) throws Exception {
            return connection
                    .transaction()
                    .runInSavepoint(BATCH_SAVEPOINT, () -> connection.executeAll(statement, rows));
        }
    }

    /** Runs several statements. */
    public static final class Script extends Operation<Void> {

        private final SqlScript script;

        public Script(Executor executor, SqlScript script) {
            super(executor, OperationKind.WRITE, script.bytes());
            this.script = script;
        }

        public StatementKind statementKind() {
            return script.needsNoTransaction() ? StatementKind.OUTSIDE_TRANSACTION : StatementKind.WRITE;
        }

        @Override
        public boolean shareable() {
            return script.isShareable() && !script.needsNoTransaction();
        }

        @Override
        @Nullable
        public Object work(DatabaseConnection connection) throws Exception {
            Callable<@Nullable Object> statements = () -> {
                connection.executeScript(script);
                return null;
            };
            if (connection.transaction().isOpen()) {
                return connection.transaction().runInSavepoint(SCRIPT_SAVEPOINT, statements);
            }
            Callable<@Nullable Object> transaction =
                    () -> connection.transaction().run(BeginMode.IMMEDIATE, script.text(), statements);
            return script.isForeignKeysOff()
                    ? connection.transaction().withoutForeignKeys(transaction)
                    : transaction.call();
        }

        @Override
        public String sql() {
            return script.text();
        }
    }

    /** Runs work in a transaction of its own. It may be user code, so its thread is interrupted when it should stop. */
    public static final class Own<T extends @Nullable Object> extends Operation<T> {

        private final BeginMode mode;
        private final String description;
        private final ConnectionBody<T> body;
        private final Deadlines deadlines;

        // Guarded by this.
        private @Nullable Thread runner;

        public Own(
                Executor executor,
                OperationKind kind,
                BeginMode mode,
                String description,
                Deadlines deadlines,
                ConnectionBody<T> body) {
            super(executor, kind, 2L * description.length());
            this.mode = mode;
            this.description = description;
            this.deadlines = deadlines;
            this.body = body;
        }

        @Override
        @Nullable
        public Object work(DatabaseConnection connection) throws Exception {
            return connection.transaction().run(mode, description, () -> {
                deadlines.running(this);
                runBy(Thread.currentThread());
                try {
                    return body.run(connection);
                } finally {
                    runBy(null);
                    deadlines.ended(this);
                }
            });
        }

        /** Notes whom to interrupt. An interrupt that is left over is not meant for what follows. */
        private synchronized void runBy(@Nullable Thread thread) {
            runner = thread;
            if (thread == null) {
                Thread.interrupted();
            } else if (isStopping()) {
                thread.interrupt();
            }
        }

        @Override
        public synchronized void stopRequested() {
            if (runner != null) {
                runner.interrupt();
            }
        }

        @Override
        public String sql() {
            return description;
        }
    }

    /** Work on a connection that is inside a transaction. */
    public interface ConnectionBody<T extends @Nullable Object> {

        T run(DatabaseConnection connection) throws Exception;
    }
}
