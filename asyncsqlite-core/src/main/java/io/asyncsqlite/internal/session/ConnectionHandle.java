package io.asyncsqlite.internal.session;

import io.asyncsqlite.AsyncBlob;
import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.Authorizer;
import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.BlobMode;
import io.asyncsqlite.BulkWrite;
import io.asyncsqlite.ConnectionStatistics;
import io.asyncsqlite.Cursor;
import io.asyncsqlite.StatementTrace;
import io.asyncsqlite.Transaction;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.DatabaseThread;
import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.Savepoints;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationFuture;
import io.asyncsqlite.internal.operation.Scope;
import io.asyncsqlite.internal.operation.Services;
import io.asyncsqlite.internal.operation.StatementOperation;
import io.asyncsqlite.internal.operation.WriterHold;
import io.asyncsqlite.internal.option.Range;
import io.asyncsqlite.internal.query.ChunkSink;
import io.asyncsqlite.internal.query.ChunkSource;
import io.asyncsqlite.internal.query.CursorRows;
import io.asyncsqlite.internal.query.OperationSubmitter;
import io.asyncsqlite.internal.query.SavepointSubmitter;
import io.asyncsqlite.internal.query.SqlBulkWrite;
import io.asyncsqlite.internal.sql.Pragma.Place;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Statements;
import io.asyncsqlite.internal.transaction.TransactionOperation;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The handle of a user's connection, or a view of it with another timeout. When the handle becomes unreachable the connection is
 * closed and reported as a leak.
 */
public final class ConnectionHandle extends SavepointSubmitter implements AsyncConnection {

    private final Services services;

    /** Only kept reachable, so that the database is not taken for a leak while this handle is in use. */
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final Object owner;

    /** Kept reachable by its views. */
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final ConnectionHandle opened;

    private final ConnectionWorker worker;
    private final LeakReports.Watch watch;

    ConnectionHandle(Services services, Object owner, long timeoutNanos, ConnectionWorker worker, OpenedAt openedAt) {
        super(services.statements(), services.completions(), timeoutNanos);
        this.services = services;
        this.owner = owner;
        this.opened = this;
        this.worker = worker;
        this.watch = LeakReports.watch(this, worker.name(), openedAt, () -> leaked(services, worker));
        closeWithWorker(watch, worker);
    }

    private static void leaked(Services services, ConnectionWorker worker) {
        services.completions().counters().leaked();
        worker.close();
    }

    private ConnectionHandle(ConnectionHandle opened, Duration timeout) {
        super(opened.statements(), opened.completions(), timeout.toNanos());
        this.services = opened.services;
        this.owner = opened.owner;
        this.opened = opened;
        this.worker = opened.worker;
        this.watch = opened.watch;
    }

    /** A connection that ended with its database is no leak. Static, so that nothing in it refers to the connection. */
    private static void closeWithWorker(LeakReports.Watch watch, ConnectionWorker worker) {
        Callbacks.whenDone(worker.ended(), (ended, failure) -> watch.close());
    }

    public ConnectionWorker worker() {
        return worker;
    }

    @Override
    public AsyncConnection withTimeout(Duration timeout) {
        Range.POSITIVE_TIME.check("timeout", timeout);
        return new ConnectionHandle(opened, timeout);
    }

    @Override
    public void accept(Operation<?> operation) {
        worker.accept(operation);
    }

    @Override
    public WriterHold hold() {
        return worker.hold();
    }

    @Override
    public void check(SqlStatement statement) {
        // Further checks depend on the transaction that is open when the statement runs.
        Statements.checkPragma(statement, services.options().inMemory() ? Place.MEMORY_CONNECTION : Place.CONNECTION);
    }

    @Override
    public void run(DatabaseConnection connection, Savepoints.Verb verb, String name) {
        worker.savepoint(verb, name);
    }

    @Override
    public ChunkSource openChunks(BoundStatement bound, ChunkSink sink) {
        return openChunks(worker, bound, sink);
    }

    @Override
    public CompletableFuture<Cursor> cursor(String sql, @Nullable Object... parameters) {
        requireArguments(sql, parameters);
        OpenedAt openedAt = new OpenedAt("The cursor");
        return submit(() -> {
            BoundStatement bound = bind(sql, parameters).withTypes();
            AtomicReference<@Nullable CursorRows> opened = new AtomicReference<>();
            Operation<Cursor> open = new StatementOperation<>(
                    callbacks().executor(),
                    bound.statement(),
                    bound.values(),
                    bound.bytes(),
                    connection -> openCursor(connection, bound, opened),
                    rows -> new CursorHandle(this, rows, openedAt));
            return worker.ifFailed(open, "close cursor", () -> worker.endUndelivered(opened.get()));
        });
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> withCursor(
            String sql, Function<? super Cursor, ? extends CompletionStage<T>> work, @Nullable Object... parameters) {
        Objects.requireNonNull(work, "work");
        return Scope.of(cursor(sql, parameters), work, ConnectionHandle::closed, newFuture(null));
    }

    private static CompletionStage<Void> closed(Cursor cursor) {
        cursor.close();
        return CompletableFuture.completedFuture(null);
    }

    private CursorRows openCursor(
            DatabaseConnection connection, BoundStatement bound, AtomicReference<@Nullable CursorRows> opened) {
        CursorRows rows = bound.statement().kind() == StatementKind.READ
                ? CursorRows.open(connection, bound, CursorHandle.ARRAY_SIZE)
                : CursorRows.openToItsEnd(connection, bound);
        opened.set(rows);
        worker.opened(rows);
        return rows;
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            Function<? super Transaction, ? extends CompletionStage<T>> work) {
        Objects.requireNonNull(work, "work");
        OpenedAt openedAt = new OpenedAt("The transaction");
        return submit(() ->
                new TransactionOperation<>(services, timeoutNanos(), TransactionMode.IMMEDIATE, openedAt, work::apply));
    }

    @Override
    public BulkWrite bulkWrite(String sql) {
        return SqlBulkWrite.of(this, this::inLongTransaction, sql);
    }

    private CompletableFuture<Long> inLongTransaction(
            Function<? super OperationSubmitter, ? extends CompletionStage<Long>> work) {
        OpenedAt openedAt = new OpenedAt("The bulk write");
        Duration ageLimit = Duration.ofNanos(timeoutNanos());
        return submit(() -> new TransactionOperation<Long>(
                services, timeoutNanos(), ageLimit, TransactionMode.IMMEDIATE, openedAt, work::apply));
    }

    @Override
    public CompletableFuture<Void> begin(TransactionMode mode) {
        Objects.requireNonNull(mode, "mode");
        return submit(() -> {
            Operation<Void> begin = worker.begin(mode);
            return worker.ifFailed(begin, "ROLLBACK", () -> worker.rollbackIfBegunBy(begin));
        });
    }

    @Override
    public CompletableFuture<Void> commit() {
        return control("COMMIT", worker::commit);
    }

    @Override
    public CompletableFuture<Void> rollback() {
        return control("ROLLBACK", worker::rollback);
    }

    private CompletableFuture<Void> control(String description, Runnable action) {
        return submit(
                () -> ConnectionOperation.control(callbacks().executor(), description, connection -> action.run()));
    }

    @Override
    public boolean inTransaction() {
        return worker.inTransaction();
    }

    @Override
    public CompletableFuture<Long> totalChanges() {
        return read(
                () -> statements().bind("SELECT total_changes()", new Object[0]),
                1,
                rows -> rows.row(0, statements().codecs()).getLong(0));
    }

    @Override
    public CompletableFuture<Optional<ConnectionStatistics>> statistics() {
        return submit(() ->
                ConnectionOperation.reading(callbacks().executor(), "statistics", DatabaseConnection::statistics));
    }

    @Override
    public CompletableFuture<Void> setAuthorizer(@Nullable Authorizer authorizer) {
        return control("set authorizer", () -> worker.set(hooks -> hooks.authorize(authorizer)));
    }

    @Override
    public CompletableFuture<Void> setTrace(@Nullable StatementTrace trace) {
        return control("set trace", () -> worker.set(hooks -> hooks.trace(trace)));
    }

    @Override
    public CompletableFuture<AsyncBlob> openBlob(BlobLocation location, BlobMode mode) {
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(mode, "mode");
        return BlobHandle.open(this, location, mode, new OpenedAt("The blob"));
    }

    @Override
    public void interrupt() {
        worker.interrupt();
    }

    @Override
    public void close() {
        DatabaseThread.refuseToWait();
        forget();
        worker.awaitEnd();
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        forget();
        OperationFuture<Void> closed = new OperationFuture<>(callbacks().executor(), null);
        Callbacks.whenDone(worker.ended(), (ended, failure) -> callbacks().run(() -> closed.succeed()));
        return closed;
    }

    /** Starts to close. */
    void forget() {
        watch.close();
        worker.close();
    }
}
