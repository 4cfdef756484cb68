package io.asyncsqlite.internal.query;

import io.asyncsqlite.RowQuery;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.ConnectionBody;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationFuture;
import io.asyncsqlite.internal.operation.ScriptOperation;
import io.asyncsqlite.internal.operation.StatementOperation;
import io.asyncsqlite.internal.operation.WriterHold;
import io.asyncsqlite.internal.sql.SqlScript;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.Sized;
import io.asyncsqlite.internal.statement.Statements;
import io.asyncsqlite.internal.statement.StoredRow;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns calls of the API into operations, for a database and for a transaction. */
public abstract class OperationSubmitter {

    /** All rows of a statement, and what it changed. */
    private record WrittenRows(Rows found, WriteResult written) implements Sized {

        static WrittenRows of(DatabaseConnection connection, BoundStatement bound) {
            Rows rows = connection.query(bound, Integer.MAX_VALUE);
            return new WrittenRows(rows, connection.result(bound));
        }

        @Override
        public long bytes() {
            return found.bytes();
        }

        @Override
        public int rows() {
            return found.rows();
        }
    }

    /** Those of a batch are too many to be shown. */
    private static final @Nullable Object[] NO_VALUES = {};

    private final Statements statements;
    private final Completions completions;
    private final Callbacks callbacks;
    private final long timeoutNanos;

    /**
     * Makes a submitter.
     *
     * @param timeoutNanos the time that each operation has
     */
    public OperationSubmitter(Statements statements, Completions completions, long timeoutNanos) {
        this.statements = statements;
        this.completions = completions;
        this.callbacks = completions.callbacks();
        this.timeoutNanos = timeoutNanos;
    }

    public final long timeoutNanos() {
        return timeoutNanos;
    }

    public final Statements statements() {
        return statements;
    }

    public final Completions completions() {
        return completions;
    }

    public final Callbacks callbacks() {
        return callbacks;
    }

    /** Queues an operation, or throws why not. */
    public abstract void accept(Operation<?> operation);

    /** Throws if a kind of statement cannot run here. */
    public abstract void check(SqlStatement statement);

    /** Throws if a script cannot run here. Overridden where this is known before the script runs. */
    public void check(SqlScript script) {}

    /** Starts to read a query in chunks. */
    public abstract ChunkSource openChunks(BoundStatement bound, ChunkSink sink);

    public CompletableFuture<WriteResult> execute(String sql, @Nullable Object... parameters) {
        requireArguments(sql, parameters);
        return submit(() -> {
            BoundStatement bound = bind(sql, parameters);
            return statement(bound, connection -> connection.execute(bound), written -> written);
        });
    }

    public CompletableFuture<Long> executeMany(String sql, Iterable<?> rows) {
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(rows, "rows");
        return submit(() -> batch(sql, rows));
    }

    public CompletableFuture<Void> executeScript(String sql) {
        Objects.requireNonNull(sql, "sql");
        return submit(() -> {
            SqlScript script = statements.parseScript(sql);
            check(script);
            return new ScriptOperation(callbacks.executor(), script);
        });
    }

    public RowQuery query(String sql, @Nullable Object... parameters) {
        requireArguments(sql, parameters);
        try {
            BoundStatement bound = bind(sql, parameters);
            return new SqlQuery(this, () -> bound);
        } catch (RuntimeException | Error e) {
            return new SqlQuery(this, () -> {
                throw e;
            });
        }
    }

    /** Reads a query to its end at once. A statement that writes and fails gives no rows, because its changes are undone. */
    public final ChunkSource wholeResult(BoundStatement bound, ChunkSink sink) {
        if (bound.statement().kind() != StatementKind.READ) {
            return new WholeResult(read(() -> bound, Integer.MAX_VALUE, rows -> rows), () -> null, sink);
        }
        AtomicReference<@Nullable Rows> beforeFailure = new AtomicReference<>();
        return new WholeResult(
                submit(() -> statement(
                        bound, connection -> WholeResult.read(connection, bound, beforeFailure), rows -> rows)),
                beforeFailure::get,
                sink);
    }

    /** Publishes the rows of what is opened anew for each subscriber. */
    public final <T> Flow.Publisher<T> publisher(
            Function<ChunkSink, ChunkSource> opening, Function<StoredRow, T> mapper) {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            new RowSubscription<>(callbacks, statements.codecs(), opening, mapper, subscriber).start();
        };
    }

    /** Runs a statement and reads up to a number of rows. */
    public final <T> CompletableFuture<T> read(
            Supplier<BoundStatement> bound, int limit, Function<Rows, T> conversion) {
        return submit(() -> {
            BoundStatement query = bound.get();
            return statement(query, connection -> connection.query(query, limit), conversion);
        });
    }

    final <T> CompletableFuture<T> readResult(
            Supplier<BoundStatement> bound, BiFunction<Rows, WriteResult, T> conversion) {
        return submit(() -> {
            BoundStatement query = bound.get();
            return statement(
                    query,
                    connection -> WrittenRows.of(connection, query),
                    result -> conversion.apply(result.found, result.written));
        });
    }

    private <R, T> Operation<T> statement(
            BoundStatement bound, ConnectionBody<R> body, Function<? super R, ? extends T> conversion) {
        return new StatementOperation<>(
                callbacks.executor(), bound.statement(), bound.values(), bound.bytes(), body, conversion);
    }

    /** Makes an operation and queues it. Every exception fails the future, also one of user code such as an iterator. */
    public final <T extends @Nullable Object> CompletableFuture<T> submit(Supplier<? extends Operation<T>> maker) {
        Operation<T> operation = null;
        try {
            operation = prepared(maker);
            accept(operation);
            return operation.future();
        } catch (Throwable e) {
            return refused(operation, e);
        }
    }

    /** As {@link #submit(Supplier)}, with another way to queue the operation. */
    public final <T extends @Nullable Object> CompletableFuture<T> submit(
            Supplier<? extends Operation<T>> maker, Consumer<Operation<?>> queue) {
        Operation<T> operation = null;
        try {
            operation = prepared(maker);
            queue.accept(operation);
            return operation.future();
        } catch (Throwable e) {
            return refused(operation, e);
        }
    }

    private <T extends @Nullable Object> Operation<T> prepared(Supplier<? extends Operation<T>> maker) {
        Operation<T> operation = maker.get();
        operation.accept(System.nanoTime(), timeoutNanos);
        operation.submittedInside(WriterHold.current());
        operation.followedBy(completions.telemetry());
        return operation;
    }

    /** Returns a future of the failure. The operation is null if it could not be made. */
    private <T extends @Nullable Object> CompletableFuture<T> refused(
            @Nullable Operation<T> operation, Throwable failure) {
        if (operation != null) {
            completions.telemetry().rejected(operation, failure);
        }
        OperationFuture<T> failed = new OperationFuture<>(callbacks.executor(), null);
        failed.fail(failure);
        return failed;
    }

    public final BoundStatement bind(String sql, @Nullable Object... parameters) {
        BoundStatement bound = statements.bind(sql, parameters);
        check(bound.statement());
        return bound;
    }

    private Operation<Long> batch(String sql, Iterable<?> rows) {
        Batch batch = Batch.of(statements, sql, rows, this::check);
        return new StatementOperation<>(
                callbacks.executor(), batch.statement(), NO_VALUES, batch.bytes(), batch::runOn, changes -> changes);
    }

    public static void requireArguments(String sql, @Nullable Object @Nullable [] parameters) {
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(parameters, "parameters is null: write (Object) null to bind one NULL");
    }
}
