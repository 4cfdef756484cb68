package io.asyncsqlite.internal;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.BackupResult;
import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.BulkWrite;
import io.asyncsqlite.Capability;
import io.asyncsqlite.Changes;
import io.asyncsqlite.ClusterNode;
import io.asyncsqlite.ConnectionWork;
import io.asyncsqlite.Contents;
import io.asyncsqlite.Maintenance;
import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.SqliteStats;
import io.asyncsqlite.Transaction;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.UserDefined;
import io.asyncsqlite.internal.backup.BackupOperation;
import io.asyncsqlite.internal.backup.Dump;
import io.asyncsqlite.internal.blocking.BlockingHandle;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.concurrent.ThreadStarter;
import io.asyncsqlite.internal.connection.BlobReading;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.engine.Engine;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.maintenance.ContentsHandle;
import io.asyncsqlite.internal.maintenance.MaintenanceHandle;
import io.asyncsqlite.internal.operation.LambdaOperation;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationFuture;
import io.asyncsqlite.internal.operation.Scope;
import io.asyncsqlite.internal.operation.Services;
import io.asyncsqlite.internal.option.Range;
import io.asyncsqlite.internal.query.ChunkSink;
import io.asyncsqlite.internal.query.ChunkSource;
import io.asyncsqlite.internal.query.LambdaConnection;
import io.asyncsqlite.internal.query.OpenCursors;
import io.asyncsqlite.internal.query.OperationSubmitter;
import io.asyncsqlite.internal.query.SqlBulkWrite;
import io.asyncsqlite.internal.sql.Pragma.Place;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.RowConversion;
import io.asyncsqlite.internal.statement.Statements;
import io.asyncsqlite.internal.transaction.Beginning;
import io.asyncsqlite.internal.transaction.TransactionOperation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The handle of a database in this process, or a view of it with another timeout. When the handle becomes unreachable the
 * database is closed and reported as a leak.
 */
public final class DatabaseHandle extends OperationSubmitter implements AsyncSqlite {

    private final Database database;
    private final Services services;

    /** Kept reachable by its views. */
    private final DatabaseHandle opened;

    private final LeakReports.Watch watch;

    /** Whether the caller waits: for a place in a full queue as long as its operation may last, and then for the result. */
    private final boolean waitsForPlace;

    private DatabaseHandle(Database database, Services services) {
        super(
                services.statements(),
                services.completions(),
                services.options().operationTimeout().toNanos());
        this.database = database;
        this.services = services;
        this.waitsForPlace = false;
        this.opened = this;
        String name = "Database '" + database.name() + "'";
        this.watch = LeakReports.watch(this, name, new OpenedAt(name), closing(database, database::close));
    }

    private DatabaseHandle(DatabaseHandle opened, long timeoutNanos, boolean waitsForPlace) {
        super(opened.statements(), opened.completions(), timeoutNanos);
        this.waitsForPlace = waitsForPlace;
        this.database = opened.database;
        this.services = opened.services;
        this.opened = opened;
        this.watch = opened.watch;
    }

    /**
     * Returns an action that closes a database on a new thread. The thread is not a daemon: a program that ends meanwhile waits
     * for it.
     */
    private static Runnable closing(Database database, Runnable close) {
        return () -> new Thread(close, "asyncsqlite-close-" + database.name()).start();
    }

    public static DatabaseHandle open(SqliteOptions options) {
        return open(options, Engines.of(options));
    }

    public static DatabaseHandle open(SqliteOptions options, Engine engine) {
        return open(options, engine, ThreadStarter.SYSTEM);
    }

    public static DatabaseHandle open(SqliteOptions options, Engine engine, ThreadStarter starter) {
        Database database = Database.open(options, engine, starter);
        return new DatabaseHandle(database, database.services());
    }

    @Override
    public String name() {
        return database.name();
    }

    @Override
    public String toString() {
        return "AsyncSqlite " + Failures.location(services.options());
    }

    @Override
    public boolean supports(Class<?> type) {
        return statements().codecs().supports(type);
    }

    @Override
    public Set<Capability> capabilities() {
        return database.capabilities();
    }

    @Override
    public Duration timeout() {
        return Duration.ofNanos(timeoutNanos());
    }

    @Override
    public AsyncSqlite withTimeout(Duration timeout) {
        Range.POSITIVE_TIME.check("timeout", timeout);
        return new DatabaseHandle(opened, timeout.toNanos(), waitsForPlace);
    }

    @Override
    public BlockingSqlite blocking() {
        return new BlockingHandle(new DatabaseHandle(opened, timeoutNanos(), true));
    }

    @Override
    public void accept(Operation<?> operation) {
        if (waitsForPlace) {
            database.acceptWaiting(operation, timeoutNanos());
        } else {
            database.accept(operation, services.options().queueTimeout().toNanos());
        }
    }

    @Override
    public void check(SqlStatement statement) {
        // The writer runs all other statements.
        Statements.checkPragma(statement, Place.DATABASE);
    }

    @Override
    public ChunkSource openChunks(BoundStatement bound, ChunkSink sink) {
        return openChunks(bound, null, sink);
    }

    @Override
    public ChunkSource openChunks(BoundStatement bound, @Nullable OpenedAt openedAt, ChunkSink sink) {
        return streams().query(bound, openedAt, sink);
    }

    @Override
    public @Nullable OpenedAt streamOpenedAt(Supplier<BoundStatement> bound) {
        return database.longStreams().openedAt(bound);
    }

    @Override
    public Flow.Publisher<ByteBuffer> streamBlob(BlobLocation location) {
        Objects.requireNonNull(location, "location");
        return publisher(sink -> streams().blob(location, sink), BlobReading::piece);
    }

    @Override
    public Flow.Publisher<String> dump() {
        return publisher(sink -> streams().dump(sink), Dump::statement);
    }

    @Override
    public <R> Flow.Publisher<List<R>> observe(
            Supplier<BoundStatement> bound, RowConversion<R> conversion, Set<String> tables) {
        return database.live().results(this, bound, conversion, tables);
    }

    @Override
    public Flow.Publisher<Changes> changes() {
        return database.live().changes();
    }

    private DatabaseStreams streams() {
        return new DatabaseStreams(database, services, this);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> read(ConnectionWork<T> work) {
        Objects.requireNonNull(work, "work");
        return submit(() -> lambda(OperationKind.READ, BeginMode.DEFERRED, work));
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> write(ConnectionWork<T> work) {
        Objects.requireNonNull(work, "work");
        return submit(() -> lambda(OperationKind.WRITE, BeginMode.IMMEDIATE, work));
    }

    private <T extends @Nullable Object> LambdaOperation<T> lambda(
            OperationKind kind, BeginMode mode, ConnectionWork<T> work) {
        return new LambdaOperation<>(callbacks().executor(), kind, mode, "lambda", services.deadlines(), connection -> {
            LambdaConnection lent = new LambdaConnection(
                    connection, statements(), kind == OperationKind.READ, new OpenCursors(services.options()));
            try {
                T result = work.run(lent);
                lent.checkAlive();
                return result;
            } finally {
                lent.end();
            }
        });
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            Function<? super Transaction, ? extends CompletionStage<T>> work) {
        return inTransaction(TransactionMode.IMMEDIATE, work);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            TransactionMode mode, Function<? super Transaction, ? extends CompletionStage<T>> work) {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(work, "work");
        OpenedAt openedAt = new OpenedAt("The transaction");
        return submit(() -> new TransactionOperation<>(services, timeoutNanos(), mode, openedAt, work::apply));
    }

    @Override
    public BulkWrite bulkWrite(String sql) {
        return SqlBulkWrite.of(this, this::inLongTransaction, sql);
    }

    private CompletableFuture<Long> inLongTransaction(
            Function<? super OperationSubmitter, ? extends CompletionStage<Long>> work) {
        OpenedAt openedAt = new OpenedAt("The bulk write");
        return submit(() -> new TransactionOperation<Long>(
                services, timeoutNanos(), timeout(), TransactionMode.IMMEDIATE, openedAt, work::apply));
    }

    @Override
    public CompletableFuture<OpenTransaction> begin(TransactionMode mode) {
        return begin(mode, new OpenedAt("The transaction"));
    }

    @Override
    public CompletableFuture<OpenTransaction> begin(TransactionMode mode, String name) {
        Objects.requireNonNull(name, "name");
        return begin(mode, new OpenedAt("The transaction", name));
    }

    private CompletableFuture<OpenTransaction> begin(TransactionMode mode, OpenedAt openedAt) {
        Objects.requireNonNull(mode, "mode");
        OperationFuture<OpenTransaction> begun = newFuture(null);
        Beginning beginning = new Beginning(begun, this, services, openedAt);
        CompletableFuture<Void> ended = submit(() -> {
            TransactionOperation<Void> transaction =
                    new TransactionOperation<>(services, timeoutNanos(), mode, openedAt, beginning);
            begun.inside(transaction.hold());
            return transaction;
        });
        Callbacks.whenDone(ended, (done, failure) -> beginning.ended(failure));
        begun.standsFor(() -> ended.cancel(false));
        return begun;
    }

    @Override
    public Maintenance maintenance() {
        return new MaintenanceHandle(this, database.longReads()::check, MaintenanceHandle.USUAL_TIME);
    }

    @Override
    public Contents contents() {
        return new ContentsHandle(this, services, database.longReads(), MaintenanceHandle.USUAL_TIME);
    }

    @Override
    public CompletableFuture<BackupResult> backup(Path target, BackupOptions options) {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(options, "options");
        return submit(() -> new BackupOperation(services, target, options), database.longReads()::backup);
    }

    @Override
    public CompletableFuture<AsyncConnection> connect() {
        return database.connect(this, timeoutNanos());
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> withConnection(
            Function<? super AsyncConnection, ? extends CompletionStage<T>> work) {
        Objects.requireNonNull(work, "work");
        return Scope.of(connect(), work, AsyncConnection::closeAsync, newFuture(null));
    }

    @Override
    public CompletableFuture<Void> define(UserDefined definition) {
        Objects.requireNonNull(definition, "definition");
        return submit(() -> DefinitionChange.define(callbacks().executor(), database.definitions(), definition));
    }

    @Override
    public CompletableFuture<Void> undefine(UserDefined definition) {
        Objects.requireNonNull(definition, "definition");
        return submit(() -> DefinitionChange.remove(callbacks().executor(), database.definitions(), definition));
    }

    @Override
    public void addListener(SqliteListener listener) {
        completions().add(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public void removeListener(SqliteListener listener) {
        completions().remove(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public CompletableFuture<List<ClusterNode>> clusterNodes() {
        return database.clusterNodes();
    }

    @Override
    public SqliteStats stats() {
        return database.stats();
    }

    @Override
    public void close() {
        database.refuseToWait();
        watch.close();
        database.close();
    }

    @Override
    public int close(Duration timeout) {
        Range.TIME.check("timeout", timeout);
        database.refuseToWait();
        watch.close();
        return database.close(timeout);
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        watch.close();
        OperationFuture<Void> closed = new OperationFuture<>(callbacks().executor(), null);
        try {
            closing(database, () -> close(closed)).run();
        } catch (Throwable e) {
            // No thread can be started to close the database: it stays open and can be closed later.
            closed.fail(e);
        }
        return closed;
    }

    private void close(OperationFuture<Void> closed) {
        try {
            database.close();
            callbacks().run(() -> closed.succeed());
        } catch (Throwable e) {
            callbacks().run(() -> closed.fail(e));
        }
    }
}
