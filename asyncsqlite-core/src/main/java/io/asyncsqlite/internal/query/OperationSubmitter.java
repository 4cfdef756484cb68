package io.asyncsqlite.internal.query;

import io.asyncsqlite.RowQuery;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.RowCursor;
import io.asyncsqlite.internal.failure.Failures;
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
import io.asyncsqlite.internal.statement.RowConversion;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.Statements;
import io.asyncsqlite.internal.statement.StoredRow;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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

    /** Starts to read a query in chunks, whose stream was opened at a place that may be known. */
    public ChunkSource openChunks(BoundStatement bound, @Nullable OpenedAt openedAt, ChunkSink sink) {
        return openChunks(bound, sink);
    }

    /** Returns the line that opens a stream now, where it is worth to be noted. */
    public @Nullable OpenedAt streamOpenedAt(Supplier<BoundStatement> bound) {
        return null;
    }

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
        return submit(() -> {
            BoundStatement bound = newBatch(sql).with(rows);
            return statement(
                    bound,
                    connection -> Batch.run(connection, bound, 0).written().rowsUpdated(),
                    changes -> changes);
        });
    }

    final Batch newBatch(String sql) {
        return new Batch(statements, sql, this::check);
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
            return query(bind(sql, parameters));
        } catch (RuntimeException | Error e) {
            return refusedQuery(e);
        }
    }

    public RowQuery queryMany(String sql, Iterable<?> rows) {
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(rows, "rows");
        try {
            return query(newBatch(sql).with(rows));
        } catch (RuntimeException | Error e) {
            return refusedQuery(e);
        }
    }

    private RowQuery query(BoundStatement bound) {
        return new SqlQuery(this, () -> bound);
    }

    private RowQuery refusedQuery(Throwable e) {
        return new SqlQuery(this, () -> {
            if (e instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e;
        });
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

    /** Returns what keeps the writer while the transaction or connection is open, or null for the database itself. */
    public @Nullable WriterHold hold() {
        return null;
    }

    /** Makes a future for work that consists of several operations. */
    public final <T extends @Nullable Object> OperationFuture<T> newFuture(OperationFuture.@Nullable Cancellable work) {
        OperationFuture<T> future = new OperationFuture<>(callbacks.executor(), work);
        future.inside(hold());
        return future;
    }

    /** Publishes the rows of what is opened anew for each subscriber. */
    public final <T> Flow.Publisher<T> publisher(
            Function<ChunkSink, ChunkSource> opening, Function<StoredRow, T> mapper) {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            new RowSubscription<>(this, opening, mapper, subscriber).start();
        };
    }

    /**
     * Publishes the results of a query as long as commits change them. Only a database does it.
     *
     * @param tables the tables that the user has named, or none
     */
    public <T> Flow.Publisher<List<T>> observe(
            Supplier<BoundStatement> bound, RowConversion<T> conversion, Set<String> tables) {
        return publisher(
                sink -> {
                    throw Failures.invalidStatement(
                            "Only a query of a database can be observed, not one of a transaction or connection",
                            bound.get().sql(),
                            null);
                },
                row -> List.of());
    }

    /** Runs a statement and reads up to a number of rows. */
    public final <T> CompletableFuture<T> read(
            Supplier<BoundStatement> bound, int limit, Function<Rows, T> conversion) {
        return submit(() -> {
            BoundStatement query = bound.get();
            return statement(query, connection -> Batch.read(connection, query, limit), conversion);
        });
    }

    /** Starts a query, reads no row, and returns the names of its columns. */
    final CompletableFuture<List<String>> columnNames(Supplier<BoundStatement> bound) {
        return submit(() -> {
            BoundStatement query = bound.get();
            return statement(query, connection -> columnNames(connection, query), names -> names);
        });
    }

    private static List<String> columnNames(DatabaseConnection connection, BoundStatement query) {
        try (RowCursor cursor = connection.open(query)) {
            return cursor.columnsWithoutRows().names();
        }
    }

    final <T> CompletableFuture<T> readResult(
            Supplier<BoundStatement> bound, BiFunction<Rows, WriteResult, T> conversion) {
        return submit(() -> {
            BoundStatement query = bound.get();
            return statement(
                    query,
                    connection -> Batch.run(connection, query, Integer.MAX_VALUE),
                    result -> conversion.apply(result.found(), result.written()));
        });
    }

    private <R, T> Operation<T> statement(
            BoundStatement bound, ConnectionBody<R> body, Function<? super R, ? extends T> conversion) {
        return new StatementOperation<>(callbacks.executor(), bound, body, conversion);
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
    final <T extends @Nullable Object> CompletableFuture<T> refused(
            @Nullable Operation<T> operation, Throwable failure) {
        if (operation != null) {
            completions.telemetry().rejected(operation, failure);
        }
        OperationFuture<T> failed = newFuture(null);
        failed.fail(failure);
        return failed;
    }

    public final BoundStatement bind(String sql, @Nullable Object... parameters) {
        BoundStatement bound = statements.bind(sql, parameters);
        check(bound.statement());
        return bound;
    }

    public static void requireArguments(String sql, @Nullable Object @Nullable [] parameters) {
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(parameters, "parameters is null: write (Object) null to bind one NULL");
    }
}
