package io.asyncsqlite;

import io.asyncsqlite.OperationQueue.Offer;
import io.asyncsqlite.Operations.Own;
import io.asyncsqlite.SqliteListener.Kind;
import io.asyncsqlite.codec.Codecs;
import io.asyncsqlite.engine.Engine;
import io.asyncsqlite.engine.TransactionMode;
import io.asyncsqlite.sql.SqlStatement;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A database in this process: routes operations to its writer and its readers. */
final class LocalSqlite extends OperationSubmitter implements AsyncSqlite {

    private final SqliteOptions options;
    private final Completions completions;
    private final OperationQueue writes;
    private final OperationQueue reads;
    private final Writer writer;
    private final Thread writerThread;
    private final Readers readers;
    private final Set<StreamOperation> streams = ConcurrentHashMap.newKeySet();

    private LocalSqlite(SqliteOptions options, Engine engine, Callbacks callbacks) {
        super(new Statements(new Codecs(options.codecs())), callbacks);
        this.options = options;
        this.completions = new Completions(callbacks, options.listeners(), options.name());
        this.writes = new OperationQueue(options.queueCapacity(), options.queueBytes());
        this.reads = new OperationQueue(options.queueCapacity(), options.queueBytes());
        Connections connections = new Connections(engine, options);
        this.writer = new Writer(writes, completions, connections);
        this.writerThread = new DatabaseThread("writer-" + options.name(), writer);
        this.readers = new Readers(reads, completions, connections, options.readers());
    }

    static LocalSqlite open(SqliteOptions options) {
        return open(options, Engine.jni());
    }

    static LocalSqlite open(SqliteOptions options, Engine engine) {
        LocalSqlite database = new LocalSqlite(options, engine, new Callbacks(options.callbackExecutor()));
        database.writerThread.start();
        try {
            database.writer.opened().join();
            return database;
        } catch (CompletionException e) {
            joinUninterruptibly(database.writerThread);
            throw e.getCause() instanceof SqliteException failure ? failure : e;
        }
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    void accept(Operation<?> operation) {
        boolean read = options.separateReaders() && (operation.kind() == Kind.READ || operation.kind() == Kind.STREAM);
        OperationQueue queue = read ? reads : writes;
        Offer offer = queue.offer(operation);
        if (offer == Offer.FULL) {
            throw new QueueFullException(options.name(), queue.limits());
        }
        if (offer == Offer.CLOSED) {
            Throwable failure = writer.failure();
            throw failure == null || read
                    ? new DatabaseClosedException(options.name())
                    : new DatabaseFailedException(options.name(), Outcome.NOT_EXECUTED, failure);
        }
        if (offer == Offer.ACCEPTED_ALL_BUSY && read) {
            readers.startIfNeeded();
        }
    }

    @Override
    void check(SqlStatement statement) {
        // Intentionally nothing: the writer runs every kind in its own way.
    }

    @Override
    ChunkSource openChunks(BoundStatement bound, ChunkSink sink) {
        if (!options.separateReaders() || bound.statement().kind() != SqlStatement.Kind.READ) {
            return new WholeResult(read(() -> bound, Integer.MAX_VALUE, rows -> rows), sink);
        }
        StreamOperation stream = new StreamOperation(callbacks().executor(), bound, sink, options.streamTimeout());
        streams.add(stream);
        Callbacks.whenDone(submit(() -> stream), (ended, failure) -> {
            streams.remove(stream);
            if (failure != null) {
                sink.failed(failure);
            }
        });
        return stream;
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> read(ConnectionWork<T> work) {
        Objects.requireNonNull(work, "work");
        return submit(() -> lambda(Kind.READ, TransactionMode.DEFERRED, work));
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> write(ConnectionWork<T> work) {
        Objects.requireNonNull(work, "work");
        return submit(() -> lambda(Kind.WRITE, TransactionMode.IMMEDIATE, work));
    }

    private <T extends @Nullable Object> Own<T> lambda(Kind kind, TransactionMode mode, ConnectionWork<T> work) {
        return new Own<>(callbacks().executor(), kind, mode, "lambda", connection -> {
            LambdaConnection lent = new LambdaConnection(connection, statements());
            try {
                T result = work.run(lent);
                lent.checkAlive();
                return result;
            } finally {
                lent.end();
                // An interrupt that the work left behind is not meant for the operations that follow.
                Thread.interrupted();
            }
        });
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            Function<? super Transaction, ? extends CompletionStage<T>> work) {
        Objects.requireNonNull(work, "work");
        return submit(() -> new TransactionOperation<>(options, statements(), completions, work));
    }

    @Override
    public SqliteStats stats() {
        return new SqliteStats(
                writes.size(), reads.size(), writes.bytes() + reads.bytes(), readers.open(), readers.busy());
    }

    @Override
    public void close() {
        DatabaseThread.refuseToWait();
        reads.close();
        writes.close();
        streams.forEach(stream -> stream.end(new DatabaseClosedException(options.name())));
        readers.close().forEach(LocalSqlite::joinUninterruptibly);
        writer.readersClosed();
        joinUninterruptibly(writerThread);
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
