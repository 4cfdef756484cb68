package io.asyncsqlite;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Carries rows of a cursor to one subscriber.
 *
 * <p>Invariants:
 * <ol>
 *   <li>After onSubscribe has returned only {@link #drain} signals, on the callback executor, and only one drain runs at a time.
 *   <li>A row is taken out of the cursor only right before it is signalled: what a cancel leaves over stays in the cursor.
 *   <li>At most one fill is under way.
 * </ol>
 *
 * @see <a href="https://github.com/reactive-streams/reactive-streams-jvm#specification">Reactive Streams</a>
 */
final class CursorSubscription implements Flow.Subscription {

    private final LocalCursor cursor;
    private final Flow.Subscriber<? super Row> subscriber;
    private final AtomicLong demand = new AtomicLong();
    // Starts at one, for onSubscribe.
    private final AtomicInteger drains = new AtomicInteger(1);
    private volatile @Nullable Throwable failure;
    private volatile boolean cancelled;
    private volatile boolean filling;

    // Drain only.
    private boolean done;

    CursorSubscription(LocalCursor cursor, Flow.Subscriber<? super Row> subscriber) {
        this.cursor = cursor;
        this.subscriber = subscriber;
    }

    /** Signals the subscription, and only then what was asked for meanwhile. */
    void start() {
        subscriber.onSubscribe(this);
        if (drains.decrementAndGet() > 0) {
            cursor.callbacks().run(this::drain);
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

    private void schedule() {
        if (drains.getAndIncrement() == 0) {
            cursor.callbacks().run(this::drain);
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
        Throwable reason = failure;
        try {
            if (reason == null) {
                emit();
            }
        } catch (Throwable e) {
            reason = e;
        }
        if (cancelled) {
            done = true;
        } else if (reason != null) {
            done = true;
            subscriber.onError(reason);
        } else if (cursor.rows().isExhausted()) {
            done = true;
            subscriber.onComplete();
        }
    }

    /** Signals rows as far as there are rows and demand, and has more read before they run out. */
    private void emit() {
        readAhead();
        Row row;
        while (!cancelled && demand.get() > 0 && (row = cursor.poll()) != null) {
            subscriber.onNext(row);
            if (demand.get() != Long.MAX_VALUE) {
                demand.decrementAndGet();
            }
        }
        readAhead();
    }

    private void readAhead() {
        CursorRows rows = cursor.rows();
        int buffered = rows.buffered();
        int chunk = cursor.arraySize();
        if (cancelled || filling || !rows.isRunning() || buffered >= chunk || demand.get() <= buffered) {
            return;
        }
        filling = true;
        Callbacks.whenDone(cursor.fill(2 * chunk), (filled, reason) -> {
            if (reason != null) {
                failure = reason;
            }
            filling = false;
            schedule();
        });
    }
}
