package io.asyncsqlite;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query or a blob in chunks on a reading connection, which it keeps until the end. A query whose rows are all in its first
 * chunk is a read like others: its rows are its result, and it shares what reads share.
 *
 * <p>Invariants: a chunk is read only for a credit; two credits exist, and each comes back when the consumer has used up its chunk;
 * what is read is closed before the operation completes; nobody else's result waits for the consumer.
 */
final class StreamOperation extends Operation<@Nullable Rows> implements ChunkSource {

    private final String sql;
    private final Function<DatabaseConnection, ChunkedReading> opening;
    private final ChunkSize firstChunk;
    private final ChunkSink sink;
    private final Duration timeout;
    private final boolean shareable;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private int credits = 2;

    private volatile @Nullable SqliteException endReason;

    StreamOperation(Executor executor, BoundStatement bound, ChunkSink sink, Duration timeout) {
        this(
                executor,
                bound.sql(),
                bound.bytes(),
                connection -> connection.open(bound),
                bound.chunkSize(),
                sink,
                timeout,
                true);
    }

    /**
     * Makes the operation for what is no query.
     *
     * @param sql what stands for it in messages
     * @param opening opens what is read, on the worker's thread
     */
    StreamOperation(
            Executor executor,
            String sql,
            long bytes,
            Function<DatabaseConnection, ChunkedReading> opening,
            ChunkSize firstChunk,
            ChunkSink sink,
            Duration timeout) {
        this(executor, sql, bytes, opening, firstChunk, sink, timeout, false);
    }

    private StreamOperation(
            Executor executor,
            String sql,
            long bytes,
            Function<DatabaseConnection, ChunkedReading> opening,
            ChunkSize firstChunk,
            ChunkSink sink,
            Duration timeout,
            boolean shareable) {
        super(executor, SqliteListener.Kind.STREAM, bytes);
        this.sql = sql;
        this.opening = opening;
        this.firstChunk = firstChunk;
        this.sink = sink;
        this.timeout = timeout;
        this.shareable = shareable;
    }

    @Override
    boolean shareable() {
        return shareable;
    }

    @Override
    String sql() {
        return sql;
    }

    @Override
    @Nullable
    Rows work(DatabaseConnection connection) throws InterruptedException {
        Rows all = null;
        try {
            if (endReason == null) {
                all = read(connection);
            }
        } catch (StatementException e) {
            if (endReason == null) {
                throw e;
            }
        }
        SqliteException reason = endReason;
        if (reason != null) {
            throw reason;
        }
        return all;
    }

    /** Returns all rows if they are in the first chunk, and null after they were given to the consumer. */
    private @Nullable Rows read(DatabaseConnection connection) throws InterruptedException {
        if (!awaitCredit(connection.database())) {
            return null;
        }
        try (ChunkedReading reading = opening.apply(connection)) {
            Rows first = next(reading, firstChunk);
            if (!reading.more()) {
                return first;
            }
            connection.beforeLongRead();
            sink.rows(first, false);
            readOn(connection, reading, firstChunk.next(first.values()));
            return null;
        }
    }

    private void readOn(DatabaseConnection connection, ChunkedReading reading, ChunkSize secondChunk)
            throws InterruptedException {
        ChunkSize size = secondChunk;
        while (reading.more() && awaitCredit(connection.database())) {
            Rows rows = next(reading, size);
            sink.rows(rows, !reading.more());
            size = size.next(rows.values());
        }
    }

    private static Rows next(ChunkedReading reading, ChunkSize size) {
        return new Rows(reading.columns(), reading.read(size.rows()));
    }

    @Override
    public void consumed() {
        lock.lock();
        try {
            credits++;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void abandon() {
        future().cancel(false);
    }

    /** Ends the query before its end, and tells the consumer why. */
    void end(SqliteException reason) {
        endReason = reason;
        stop();
    }

    @Override
    void stopRequested() {
        lock.lock();
        try {
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a credit and takes it. Returns false if the stream was stopped. */
    private boolean awaitCredit(String database) throws InterruptedException {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (credits == 0 && !isStopping()) {
                if (left <= 0) {
                    throw new StreamExpiredException(database, timeout, sql());
                }
                left = changed.awaitNanos(left);
            }
            credits--;
            // The time that the subscriber took is not the query's.
            restartTimeout(System.nanoTime(), timeoutNanos());
            return !isStopping();
        } finally {
            lock.unlock();
        }
    }
}
