package io.asyncsqlite;

import io.asyncsqlite.codec.Codecs;
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
 * </ol>
 */
final class RowSubscription<T> extends SerialSubscription implements ChunkSink {

    private record Chunk(Rows rows, boolean last) {}

    private final Codecs codecs;
    private final Function<ChunkSink, ChunkSource> opening;
    private final Function<Row, T> mapper;
    private final Flow.Subscriber<? super T> subscriber;
    private final Queue<Chunk> chunks = new ConcurrentLinkedQueue<>();

    // One thread at a time.
    private @Nullable ChunkSource source;
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
            Function<Row, T> mapper,
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
        chunks.add(new Chunk(rows, last));
        schedule();
    }

    @Override
    public void last(Rows rows) {
        chunks.add(new Chunk(rows, true));
        advanceHere();
    }

    @Override
    public void failed(Throwable reason) {
        fail(reason);
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
        if (chunk.last) {
            finish(subscriber::onComplete);
        } else if (source != null) {
            source.consumed();
        }
    }

    private void finish(Runnable signal) {
        done = true;
        chunks.clear();
        if (source != null) {
            source.abandon();
        }
        signal.run();
    }
}
