package io.asyncsqlite;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries the rows of one run of a query to one subscriber.
 *
 * <pre> WAITING --first request--> READING --last row, error or cancel--> DONE </pre>
 *
 * Invariants:
 * <ol>
 *   <li>After onSubscribe has returned only {@link #drain} signals, on the callback executor, and only one drain runs at a time:
 *       signals are serial.
 *   <li>No more rows are signalled than were requested, and nothing after a terminal signal or, but for a signal under way, a cancel.
 *   <li>The query starts with the first request, and each chunk that was used up allows one more to be read.
 * </ol>
 *
 * @see <a href="https://github.com/reactive-streams/reactive-streams-jvm#specification">Reactive Streams</a>
 */
final class RowSubscription<T> implements Flow.Subscription, ChunkSink {

    private record Chunk(Rows rows, boolean last) {}

    private final OperationSubmitter submitter;
    private final Supplier<BoundStatement> bound;
    private final Function<Row, T> mapper;
    private final Flow.Subscriber<? super T> subscriber;

    private final AtomicLong demand = new AtomicLong();
    // Starts at one, for onSubscribe.
    private final AtomicInteger drains = new AtomicInteger(1);
    private final Queue<Chunk> chunks = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Throwable failure;
    private volatile boolean cancelled;

    // Drain only.
    private @Nullable ChunkSource source;
    private int position;
    private boolean done;

    RowSubscription(
            OperationSubmitter submitter,
            Supplier<BoundStatement> bound,
            Function<Row, T> mapper,
            Flow.Subscriber<? super T> subscriber) {
        this.submitter = submitter;
        this.bound = bound;
        this.mapper = mapper;
        this.subscriber = subscriber;
    }

    /** Signals the subscription, and only then what was asked for meanwhile. */
    void start() {
        subscriber.onSubscribe(this);
        if (drains.decrementAndGet() > 0) {
            submitter.callbacks().run(this::drain);
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            failure = new IllegalArgumentException("request must be at least 1, was " + n + " (Reactive Streams 3.9)");
        } else {
            demand.accumulateAndGet(n, (current, more) -> current + more < 0 ? Long.MAX_VALUE : current + more);
        }
        schedule();
    }

    @Override
    public void cancel() {
        cancelled = true;
        schedule();
    }

    @Override
    public void rows(Rows rows, boolean last) {
        chunks.add(new Chunk(rows, last));
        schedule();
    }

    @Override
    public void failed(Throwable reason) {
        failure = reason;
        schedule();
    }

    private void schedule() {
        if (drains.getAndIncrement() == 0) {
            submitter.callbacks().run(this::drain);
        }
    }

    private void drain() {
        int missed = drains.get();
        do {
            if (!done) {
                advance();
            }
            missed = drains.addAndGet(-missed);
        } while (missed != 0);
    }

    private void advance() {
        try {
            if (source == null && demand.get() > 0 && !cancelled && failure == null) {
                source = submitter.openChunks(bound.get(), this);
            }
            emit();
        } catch (Throwable e) {
            if (done) {
                // The subscriber's own fault, in its terminal signal: there is nobody left to tell.
                throw e;
            }
            finish(() -> subscriber.onError(e));
        }
        Throwable reason = failure;
        if (cancelled && !done) {
            finish(() -> {});
        } else if (reason != null && !done) {
            finish(() -> subscriber.onError(reason));
        }
    }

    /** Signals rows as far as there are rows and demand. */
    private void emit() {
        Chunk chunk;
        while (!cancelled && failure == null && (chunk = chunks.peek()) != null) {
            int size = chunk.rows.values().size();
            long wanted = demand.get();
            int emitted = (int) Math.min(size - position, wanted);
            int end = position + emitted;
            while (position < end && !cancelled) {
                subscriber.onNext(mapper.apply(
                        chunk.rows.row(position++, submitter.statements().codecs())));
            }
            if (wanted != Long.MAX_VALUE) {
                demand.addAndGet(-emitted);
            }
            if (position < size || cancelled) {
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
