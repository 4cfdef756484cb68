package io.asyncsqlite.internal.query;

import io.asyncsqlite.ConnectionLimitException;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.connection.ChunkedReading;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.ChunkSize;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.Statements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query or a blob in chunks on a reading connection, which it keeps until the end. If the first chunk holds all rows of a
 * query, they become the result of the operation, and the operation shares a snapshot and a hand-over with other reads.
 *
 * <p>Invariants:
 * <ol>
 *   <li>There are two credits. Reading a chunk takes one; it comes back when the consumer has used up the chunk.
 *   <li>It waits for its consumer only on a reader that is lent to it. If no reader can be lent, it does not wait: it reads the
 *       remaining rows into memory, or fails before its first row.
 *   <li>The last chunk is its result. So the query is closed, and the reader can run other reads, before the consumer gets the
 *       last row.
 *   <li>Rows that were read before an error are delivered before it.
 *   <li>An error of the reading connection is an error of {@link #work}, and the end of the reader's thread fails it as every
 *       operation of its group ({@code worker.Reader.run}, {@code ReadGroup.fail}). A database that closes calls {@link #end}.
 * </ol>
 */
public final class StreamOperation extends Operation<@Nullable Rows> implements ChunkSource {

    /**
     * If no reader can be lent, so many bytes after the first chunk are read into memory at most: as many as one chunk may have.
     */
    private static final long MAX_REST_BYTES = 1 << 20;

    private final String sql;
    private final Function<DatabaseConnection, ChunkedReading> opening;
    private final ChunkSize firstChunk;
    private final ChunkSink sink;
    private final Duration timeout;
    private final boolean shareable;
    private final Runnable beforeDelivery;
    private final @Nullable OpenedAt openedAt;
    private final Consumer<String> longStreams;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private int credits = 2;

    private volatile @Nullable SqliteException endReason;

    /**
     * Makes the operation for a query.
     *
     * @param beforeDelivery waits, on the worker's thread, until what the first chunk shows may be shown
     * @param openedAt the line that opened the stream, or null
     * @param longStreams gets the text of the query if the first chunk does not hold all rows
     */
    public StreamOperation(
            Executor executor,
            BoundStatement bound,
            ChunkSink sink,
            Duration timeout,
            Runnable beforeDelivery,
            @Nullable OpenedAt openedAt,
            Consumer<String> longStreams) {
        this(
                executor,
                bound.sql(),
                bound.bytes(),
                connection -> connection.open(bound),
                bound.chunkSize(),
                sink,
                timeout,
                true,
                beforeDelivery,
                openedAt,
                longStreams);
    }

    /**
     * Makes the operation for a source that is no query.
     *
     * @param sql description of the source in messages
     * @param opening opens the source, on the worker's thread
     * @param beforeDelivery waits, on the worker's thread, until what the first chunk shows may be shown
     */
    public StreamOperation(
            Executor executor,
            String sql,
            long bytes,
            Function<DatabaseConnection, ChunkedReading> opening,
            ChunkSize firstChunk,
            ChunkSink sink,
            Duration timeout,
            Runnable beforeDelivery) {
        this(executor, sql, bytes, opening, firstChunk, sink, timeout, false, beforeDelivery, null, text -> {});
    }

    private StreamOperation(
            Executor executor,
            String sql,
            long bytes,
            Function<DatabaseConnection, ChunkedReading> opening,
            ChunkSize firstChunk,
            ChunkSink sink,
            Duration timeout,
            boolean shareable,
            Runnable beforeDelivery,
            @Nullable OpenedAt openedAt,
            Consumer<String> longStreams) {
        super(executor, SqliteListener.OperationKind.STREAM, bytes);
        this.sql = sql;
        this.opening = opening;
        this.firstChunk = firstChunk;
        this.sink = sink;
        this.timeout = timeout;
        this.shareable = shareable;
        this.beforeDelivery = beforeDelivery;
        this.openedAt = openedAt;
        this.longStreams = longStreams;
    }

    @Override
    public boolean shareable() {
        return shareable;
    }

    @Override
    public String sql() {
        return sql;
    }

    @Override
    public String description() {
        return super.description() + (openedAt == null ? "" : ", " + openedAt.place());
    }

    @Override
    @Nullable
    public Rows work(DatabaseConnection connection) throws InterruptedException {
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

    /** Returns the last chunk, or null if it was stopped. */
    private @Nullable Rows read(DatabaseConnection connection) throws InterruptedException {
        if (!awaitCredit(connection.database())) {
            return null;
        }
        try (ChunkedReading reading = opening.apply(connection)) {
            Rows first = next(reading, firstChunk);
            if (!reading.more()) {
                return first;
            }
            if (reading.failure() == null) {
                try {
                    connection.beforeLongRead();
                } catch (ConnectionLimitException limit) {
                    return withRest(reading, first, limit);
                }
            }
            longStreams.accept(sql);
            beforeDelivery.run();
            giveAllBeforeFailure(reading, first);
            return readOn(connection, reading, firstChunk.next(first.values()));
        }
    }

    private @Nullable Rows readOn(DatabaseConnection connection, ChunkedReading reading, ChunkSize secondChunk)
            throws InterruptedException {
        ChunkSize size = secondChunk;
        while (awaitCredit(connection.database())) {
            Rows rows = next(reading, size);
            if (!reading.more()) {
                return rows;
            }
            giveAllBeforeFailure(reading, rows);
            size = size.next(rows.values());
        }
        return null;
    }

    /** Delivers rows that are not the last. If an error follows them, throws the error. */
    private void giveAllBeforeFailure(ChunkedReading reading, Rows rows) {
        sink.rows(rows, false);
        SqliteException failure = reading.failure();
        if (failure != null) {
            throw failure;
        }
    }

    /** Reads all remaining rows, or throws if they are too large. */
    private Rows withRest(ChunkedReading reading, Rows first, ConnectionLimitException limit) {
        List<@Nullable Object[]> values = new ArrayList<>(first.values());
        Rows all = new Rows(first.columns(), values);
        ChunkSize size = firstChunk.next(first.values());
        long bytes = 0;
        while (reading.more() && reading.failure() == null) {
            if (bytes > MAX_REST_BYTES) {
                throw limit;
            }
            List<@Nullable Object[]> chunk = reading.read(size.rows());
            for (@Nullable Object[] row : chunk) {
                bytes += Statements.size(row);
            }
            values.addAll(chunk);
            size = size.next(chunk);
        }
        if (reading.more()) {
            beforeDelivery.run();
            giveAllBeforeFailure(reading, all);
        }
        return all;
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

    /** Stops the query before its last row, and fails the consumer with the reason. */
    public void end(SqliteException reason) {
        endReason = reason;
        stop();
    }

    @Override
    public void stopRequested() {
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
                    throw Failures.streamExpired(database, timeout, sql());
                }
                left = changed.awaitNanos(left);
            }
            credits--;
            // The wait for the subscriber does not count towards the time of the query.
            restartTimeout(System.nanoTime(), timeoutNanos());
            return !isStopping();
        } finally {
            lock.unlock();
        }
    }
}
