package io.asyncsqlite.internal;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.Capability;
import io.asyncsqlite.ClusterNode;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.SqliteStats;
import io.asyncsqlite.internal.backup.LongReads;
import io.asyncsqlite.internal.change.CommitWatch;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.DatabaseThread;
import io.asyncsqlite.internal.concurrent.ForeignCode;
import io.asyncsqlite.internal.concurrent.ThreadStarter;
import io.asyncsqlite.internal.connection.ClusterEngine;
import io.asyncsqlite.internal.connection.ConnectionFactory;
import io.asyncsqlite.internal.connection.Counters;
import io.asyncsqlite.internal.connection.ScratchConnections;
import io.asyncsqlite.internal.engine.Engine;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.function.Definitions;
import io.asyncsqlite.internal.live.LiveQueries;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.operation.Deadlines;
import io.asyncsqlite.internal.operation.LongRead;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationQueue;
import io.asyncsqlite.internal.operation.OperationQueue.Offer;
import io.asyncsqlite.internal.operation.Services;
import io.asyncsqlite.internal.operation.Telemetry;
import io.asyncsqlite.internal.operation.Workers;
import io.asyncsqlite.internal.operation.WriterHold;
import io.asyncsqlite.internal.query.LongStreams;
import io.asyncsqlite.internal.query.StreamOperation;
import io.asyncsqlite.internal.session.UserConnections;
import io.asyncsqlite.internal.sql.Identifiers;
import io.asyncsqlite.internal.statement.Statements;
import io.asyncsqlite.internal.worker.Readers;
import io.asyncsqlite.internal.worker.WriteLease;
import io.asyncsqlite.internal.worker.Writer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An open database: its queues, its workers and the thread that watches deadlines. Callers hold a {@link DatabaseHandle}, to which
 * no thread of the database refers.
 */
final class Database implements Workers {

    private final SqliteOptions options;
    private final Engine engine;
    private final Counters counters = new Counters();
    private final Completions completions;
    private final Deadlines deadlines;
    private final Services services;
    private final Definitions definitions;
    private final ConnectionFactory connections;
    private final OperationQueue writes;
    private final OperationQueue reads;
    private final Writer writer;
    private final Thread writerThread;
    private final Readers readers;
    private final UserConnections userConnections;
    private final LongReads longReads;
    private final LiveQueries live;
    private final @Nullable ClusterQuestion cluster;
    private final Set<StreamOperation> streams = ConcurrentHashMap.newKeySet();
    private final LongStreams longStreams = new LongStreams();

    private volatile boolean closing;

    private Database(SqliteOptions options, Engine engine, ThreadStarter starter) {
        this.options = options;
        this.engine = engine;
        ForeignCode foreign = new ForeignCode(options.name());
        Telemetry telemetry = new Telemetry(options.name(), options.tracer(), foreign, counters);
        Codecs codecs = new Codecs(options.codecs());
        this.definitions = new Definitions(options.definitions(), codecs);
        CommitWatch commits = new CommitWatch();
        this.connections = new ConnectionFactory(engine, options, counters, definitions, commits);
        this.completions = new Completions(
                new Callbacks(options.callbackExecutor(), foreign),
                telemetry,
                options,
                connections.logFlush(),
                starter);
        this.deadlines = new Deadlines(completions, options.name());
        Statements statements = new Statements(codecs, options.readOnly(), attachedSchemas(options));
        this.services = new Services(options, statements, completions, deadlines, this);
        this.writes = new OperationQueue(options.queueCapacity(), options.queueBytes(), completions.undelivered());
        this.reads = new OperationQueue(options.queueCapacity(), options.queueBytes(), completions.undelivered());
        this.writer = new Writer(writes, completions, connections, deadlines, this::oldestRead);
        this.writerThread = new DatabaseThread("writer-" + options.name(), writer);
        this.readers = new Readers(reads, completions, connections, deadlines, starter, options);
        this.userConnections = new UserConnections(services, connections, starter);
        this.longReads = new LongReads(
                services, connections, new ScratchConnections(engine, options, counters, definitions), starter);
        this.live = new LiveQueries(commits, services);
        this.cluster = engine instanceof ClusterEngine servers
                ? new ClusterQuestion(servers, options.name(), completions.callbacks(), starter)
                : null;
    }

    private static Set<String> attachedSchemas(SqliteOptions options) {
        return options.attachments().stream()
                .map(attachment -> Identifiers.fold(attachment.schema()))
                .collect(Collectors.toUnmodifiableSet());
    }

    static Database open(SqliteOptions options, Engine engine, ThreadStarter starter) {
        Database database = new Database(options, engine, starter);
        database.startWriter(starter);
        try {
            database.writer.opened().join();
        } catch (CompletionException e) {
            DatabaseThread.joinUninterruptibly(database.writerThread);
            throw e.getCause() instanceof SqliteException failure ? failure : e;
        }
        database.deadlines.add(database.writes, database.writer::obstacle);
        database.deadlines.add(database.reads, database.readers::obstacle);
        try {
            database.deadlines.start();
        } catch (Throwable e) {
            database.close();
            throw database.threadNotStarted(e);
        }
        ExitWatch.opened(database);
        return database;
    }

    private void startWriter(ThreadStarter starter) {
        try {
            starter.start(writerThread);
        } catch (Throwable e) {
            throw threadNotStarted(e);
        }
    }

    private DatabaseOpenException threadNotStarted(Throwable cause) {
        return new DatabaseOpenException(
                "Database '" + options.name() + "' cannot be opened: no thread could be started",
                Reason.NO_THREAD,
                cause);
    }

    String name() {
        return options.name();
    }

    Set<Capability> capabilities() {
        return Capabilities.of(engine, connections.separateReaders());
    }

    Definitions definitions() {
        return definitions;
    }

    Services services() {
        return services;
    }

    LongStreams longStreams() {
        return longStreams;
    }

    LiveQueries live() {
        return live;
    }

    @Override
    public boolean separateReaders() {
        return connections.separateReaders();
    }

    @Override
    public void accept(Operation<?> operation) {
        accept(operation, options.queueTimeout().toNanos());
    }

    /** Queues an operation for which the caller waits, or throws why not. */
    void acceptWaiting(Operation<?> operation, long nanosForPlace) {
        if (!onReaders(operation)) {
            WriterHold.refuseToWaitForItself(operation, this);
        }
        accept(operation, nanosForPlace);
    }

    private boolean onReaders(Operation<?> operation) {
        return connections.separateReaders() && operation.readOnly();
    }

    /** Queues an operation, for whose place the caller may wait, or throws why not. */
    void accept(Operation<?> operation, long nanosForPlace) {
        // Open connections finish what they have accepted, and need the writer for it.
        if (closing && !(operation instanceof WriteLease)) {
            throw Failures.databaseClosed(options.name());
        }
        boolean read = onReaders(operation);
        OperationQueue queue = read ? reads : writes;
        Offer offer = queue.offer(operation, nanosForPlace);
        if (offer == Offer.FULL) {
            throw Failures.queueFull(options.name(), queue.limits(), nanosForPlace);
        }
        if (offer == Offer.CLOSED) {
            Throwable failure = writer.failure();
            throw failure == null || read
                    ? Failures.databaseClosed(options.name())
                    : Failures.databaseFailed(options.name(), Outcome.NOT_EXECUTED, failure);
        }
        deadlines.watch(operation);
        WriterHold inside = operation.inside();
        if (inside != null && !read && inside.isOf(this)) {
            inside.watch(operation, deadlines, completions);
        }
        if (offer == Offer.ACCEPTED_ALL_BUSY && read) {
            readers.startIfNeeded();
        }
    }

    @Override
    public boolean commitsShareFlush() {
        return writer.commitsShareFlush();
    }

    @Override
    public @Nullable String firstWaitingWrite() {
        Iterator<Operation<?>> waiting = writes.iterator();
        return waiting.hasNext() ? waiting.next().sql() : null;
    }

    /** Notes a stream, so that closing the database can end it. */
    void started(StreamOperation stream) {
        streams.add(stream);
    }

    void ended(StreamOperation stream) {
        streams.remove(stream);
    }

    CompletableFuture<AsyncConnection> connect(Object owner, long timeoutNanos) {
        return userConnections.connect(owner, timeoutNanos);
    }

    CompletableFuture<List<ClusterNode>> clusterNodes() {
        if (closing) {
            return CompletableFuture.failedFuture(Failures.databaseClosed(options.name()));
        }
        return cluster == null ? CompletableFuture.completedFuture(List.of()) : cluster.nodes();
    }

    LongReads longReads() {
        return longReads;
    }

    private @Nullable LongRead oldestRead() {
        return LongRead.oldest(Stream.of(readers.oldest(), userConnections.oldest(), longReads.oldest()));
    }

    SqliteStats stats() {
        return new SqliteStats(
                writes.size(),
                reads.size(),
                writes.bytes() + reads.bytes(),
                readers.open(),
                readers.busy(),
                readers.lent(),
                Duration.ofNanos(writer.heldNanos()),
                connections.logBytes(),
                writer.failure() != null,
                clusterStats(),
                counters.totals());
    }

    private SqliteStats.Cluster clusterStats() {
        return engine instanceof ClusterEngine servers
                ? new SqliteStats.Cluster(
                        servers.knownNodes(), servers.leaderChanges(), Duration.ofNanos(counters.leaderlessNanos()))
                : SqliteStats.Cluster.NONE;
    }

    /** Closes, and returns how many accepted operations were not finished in time and therefore failed. */
    int close(Duration timeout) {
        refuseToWait();
        Deadlines.Timer timer = deadlines.at(System.nanoTime() + timeout.toNanos(), this::abandon);
        try {
            // Ends with the thread that the timer runs on.
            close();
        } finally {
            timer.cancel();
        }
        return counters.abandonedCount();
    }

    private void abandon() {
        connections.abandon();
        userConnections.abandon();
        completions.failAll(reads.closeAndTakeAll(), Failures.databaseClosed(options.name()));
        readers.abandon(Failures.closedWhileRunning(options.name()));
        writer.abandon();
    }

    void close() {
        refuseToWait();
        closing = true;
        live.close();
        longReads.close();
        userConnections.close();
        reads.close();
        writes.close();
        streams.forEach(stream -> stream.end(Failures.databaseClosed(options.name())));
        readers.close();
        writer.readersClosed();
        DatabaseThread.joinUninterruptibly(writerThread);
        deadlines.close();
        ExitWatch.closed(this);
    }

    /** Waits until the writes that were accepted are finished, and returns how many are not at a time of {@link System#nanoTime()}. */
    int finishWrites(long deadlineNanos) {
        CountDownLatch finished = new CountDownLatch(1);
        Operation<?> last = ConnectionOperation.ending(
                options.callbackExecutor(), "end of the program", connection -> finished.countDown());
        last.accept(System.nanoTime(), Operation.UNLIMITED_NANOS);
        try {
            if (writes.offer(last) == Offer.CLOSED) {
                // Another thread closes it.
                writerThread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime())));
                return writes.size();
            }
            boolean all = finished.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            // Without the operation above, and with the operations that the writer has taken.
            return all ? 0 : Math.max(1, writes.size() - 1 + writer.unfinished());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return writes.size();
        }
    }

    /** Throws if closing would wait for the calling code. */
    void refuseToWait() {
        DatabaseThread.refuseToWait();
        WriterHold.refuseToWaitForItself(this, "close");
    }
}
