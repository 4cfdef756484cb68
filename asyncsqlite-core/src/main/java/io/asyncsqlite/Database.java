package io.asyncsqlite;

import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.OperationQueue.Offer;
import io.asyncsqlite.codec.Codecs;
import io.asyncsqlite.engine.Engine;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An open database: its queues, its workers and the thread that watches deadlines. What callers hold is a {@link LocalSqlite}, which no
 * thread of the database refers to.
 */
final class Database {

    private final SqliteOptions options;
    private final Statements statements;
    private final Telemetry telemetry;
    private final Completions completions;
    private final Deadlines deadlines;
    private final Connections connections;
    private final OperationQueue writes;
    private final OperationQueue reads;
    private final Writer writer;
    private final Thread writerThread;
    private final Readers readers;
    private final LocalConnections userConnections;
    private final Set<StreamOperation> streams = ConcurrentHashMap.newKeySet();

    private volatile boolean closing;

    private Database(SqliteOptions options, Engine engine, ThreadStarter starter) {
        this.options = options;
        this.statements = new Statements(new Codecs(options.codecs()));
        this.telemetry = new Telemetry(options.name(), options.tracer());
        this.completions = new Completions(new Callbacks(options.callbackExecutor(), telemetry), options);
        this.deadlines = new Deadlines(completions, options.name());
        this.writes = new OperationQueue(options.queueCapacity(), options.queueBytes());
        this.reads = new OperationQueue(options.queueCapacity(), options.queueBytes());
        this.connections = new Connections(engine, options, telemetry);
        this.writer = new Writer(writes, completions, connections);
        this.writerThread = new DatabaseThread("writer-" + options.name(), writer);
        this.readers = new Readers(reads, completions, connections, starter, options);
        this.userConnections = new LocalConnections(this, connections, starter);
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
            throw database.noThread(e);
        }
        return database;
    }

    private void startWriter(ThreadStarter starter) {
        try {
            starter.start(writerThread);
        } catch (Throwable e) {
            throw noThread(e);
        }
    }

    private DatabaseOpenException noThread(Throwable cause) {
        return new DatabaseOpenException(
                "Database '" + options.name() + "' cannot be opened: no thread could be started",
                Reason.NO_THREAD,
                cause);
    }

    SqliteOptions options() {
        return options;
    }

    Statements statements() {
        return statements;
    }

    Completions completions() {
        return completions;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** Queues an operation, or throws why not. */
    void accept(Operation<?> operation) {
        if (closing) {
            throw new DatabaseClosedException(options.name());
        }
        acceptWhileClosing(operation);
    }

    /** Queues an operation, also while it closes: open connections still finish what they accepted. */
    void acceptWhileClosing(Operation<?> operation) {
        boolean read = options.separateReaders() && operation.readOnly();
        OperationQueue queue = read ? reads : writes;
        Offer offer = queue.offer(operation, options.queueTimeout().toNanos());
        if (offer == Offer.FULL) {
            throw new QueueFullException(options.name(), queue.limits());
        }
        if (offer == Offer.CLOSED) {
            Throwable failure = writer.failure();
            throw failure == null || read
                    ? new DatabaseClosedException(options.name())
                    : new DatabaseFailedException(options.name(), Outcome.NOT_EXECUTED, failure);
        }
        deadlines.watch(operation);
        if (offer == Offer.ACCEPTED_ALL_BUSY && read) {
            readers.startIfNeeded();
        }
    }

    /** Notes a stream, which ends when the database closes. */
    void started(StreamOperation stream) {
        streams.add(stream);
    }

    void ended(StreamOperation stream) {
        streams.remove(stream);
    }

    CompletableFuture<AsyncConnection> connect(LocalSqlite owner, long timeoutNanos) {
        return userConnections.connect(owner, timeoutNanos);
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
                telemetry.totals());
    }

    /** Closes, and returns how many accepted operations were not finished in time and therefore failed. */
    int close(Duration timeout) {
        DatabaseThread.refuseToWait();
        CountDownLatch closed = new CountDownLatch(1);
        Thread timer = new Thread(() -> abandonUnless(closed, timeout), "asyncsqlite-close-" + options.name());
        timer.setDaemon(true);
        timer.start();
        try {
            close();
        } finally {
            closed.countDown();
        }
        DatabaseThread.joinUninterruptibly(timer);
        return telemetry.abandonedSoFar();
    }

    private void abandonUnless(CountDownLatch closed, Duration timeout) {
        try {
            if (!closed.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                abandon();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it. If somebody does, what was accepted is finished.
            Thread.currentThread().interrupt();
        }
    }

    private void abandon() {
        userConnections.abandon();
        completions.failAll(reads.closeAndTakeAll(), new DatabaseClosedException(options.name()));
        readers.abandon(DatabaseClosedException.whileRunning(options.name()));
        writer.abandon();
    }

    void close() {
        DatabaseThread.refuseToWait();
        closing = true;
        userConnections.close();
        reads.close();
        writes.close();
        streams.forEach(stream -> stream.end(new DatabaseClosedException(options.name())));
        readers.close();
        writer.readersClosed();
        DatabaseThread.joinUninterruptibly(writerThread);
        deadlines.close();
    }
}
