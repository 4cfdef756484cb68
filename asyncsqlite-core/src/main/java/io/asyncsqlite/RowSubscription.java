package io.asyncsqlite;

import io.asyncsqlite.codec.Codecs;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries the rows of one run of a query to one subscriber.
 *
 * <pre> WAITING --first request--> READING --last row, error or cancel--> DONE </pre>
 *
 * Invariants:
 * <ol>
 *   <li>No more rows are signalled than were requested, and nothing after a terminal signal or, but for a signal under way, a cancel.
 *   <li>The query starts with the first request, and each chunk that was used up allows one more to be read.
 *   <li>An error that reading met comes after the rows that were read before it; an end from outside comes at once.
 * </ol>
 */
final class RowSubscription<T> extends SerialSubscription implements ChunkSink {

    /** Rows, or the error that comes after those before it. */
    private record Chunk(Rows rows, boolean last, @Nullable Throwable failure) {

        static final Rows NO_ROWS = new Rows(Columns.NONE, List.of());

        static Chunk of(Throwable failure) {
            return new Chunk(NO_ROWS, true, failure);
        }
    }

    private final Codecs codecs;
    private final Function<ChunkSink, ChunkSource> opening;
    private final Function<StoredRow, T> mapper;
    private final Flow.Subscriber<? super T> subscriber;
    private final Queue<Chunk> chunks = new ConcurrentLinkedQueue<>();

    // Written by one thread at a time.
    private volatile @Nullable ChunkSource source;

    // One thread at a time.
    private int position;

    /**
     * Makes a subscription.
     *
     * @param opening starts to read, or throws why not
     */
    RowSubscription(
            Callbacks callbacks,
            Codecs codecs,
            Function<ChunkSink, ChunkSource> opening,
            Function<StoredRow, T> mapper,
            Flow.Subscriber<? super T> subscriber) {
        super(callbacks);
        this.codecs = codecs;
        this.opening = opening;
        this.mapper = mapper;
        this.subscriber = subscriber;
    }

    void start() {
        start(subscriber);
    }

    @Override
    public void rows(Rows rows, boolean last) {
        chunks.add(new Chunk(rows, last, null));
        schedule();
    }

    @Override
    public void last(Rows rows) {
        chunks.add(new Chunk(rows, true, null));
        advanceHere();
    }

    @Override
    public void failed(Throwable reason) {
        if (isEndFromOutside(reason)) {
            fail(reason);
        } else {
            chunks.add(Chunk.of(reason));
            schedule();
        }
    }

    private static boolean isEndFromOutside(Throwable reason) {
        return reason instanceof ConnectionClosedException
                || reason instanceof CursorClosedException
                || reason instanceof DatabaseClosedException
                || reason instanceof DatabaseFailedException
                || reason instanceof StreamExpiredException
                || reason instanceof TransactionException;
    }

    @Override
    boolean getReady() {
        if (source != null || done || demand() == 0 || isCancelled() || failure() != null) {
            return false;
        }
        try {
            source = opening.apply(this);
            return true;
        } catch (Throwable e) {
            fail(e);
            return false;
        }
    }

    @Override
    void advance() {
        try {
            getReady();
            emit();
        } catch (Throwable e) {
            if (done) {
                // The subscriber's own fault, in its terminal signal: there is nobody left to tell.
                throw e;
            }
            finish(() -> subscriber.onError(e));
        }
        Throwable reason = failure();
        if (isCancelled() && !done) {
            finish(() -> {});
        } else if (reason != null && !done) {
            finish(() -> subscriber.onError(reason));
        }
    }

    /** Signals rows as far as there are rows and demand. */
    private void emit() {
        Chunk chunk;
        while (!isCancelled() && failure() == null && (chunk = chunks.peek()) != null) {
            int size = chunk.rows.values().size();
            long wanted = demand();
            int emitted = (int) Math.min(size - position, wanted);
            int end = position + emitted;
            while (position < end && !isCancelled()) {
                subscriber.onNext(mapper.apply(chunk.rows.row(position++, codecs)));
            }
            signalled(emitted);
            if (position < size || isCancelled()) {
                return;
            }
            endChunk(chunk);
        }
    }

    private void endChunk(Chunk chunk) {
        chunks.remove();
        position = 0;
        Throwable behind = chunk.failure;
        ChunkSource now = source;
        if (behind != null) {
            finish(() -> subscriber.onError(behind));
        } else if (chunk.last) {
            finish(subscriber::onComplete);
        } else if (now != null) {
            now.consumed();
        }
    }

    @Override
    void stopReading() {
        ChunkSource now = source;
        if (now != null) {
            now.abandon();
        }
    }

    private void finish(Runnable signal) {
        done = true;
        chunks.clear();
        stopReading();
        signal.run();
    }
}
