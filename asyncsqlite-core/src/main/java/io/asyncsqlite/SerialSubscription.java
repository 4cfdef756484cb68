package io.asyncsqlite;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What subscriptions have in common: demand, cancel, failure, and signals that come one after the other.
 *
 * <p>Invariants:
 * <ol>
 *   <li>After onSubscribe has returned only {@link #advance} signals, on the callback executor.
 *   <li>Only one thread at a time advances or gets ready.
 *   <li>Whatever changes is followed by an advance that sees it.
 *   <li>Nothing advances after {@code done}.
 * </ol>
 *
 * @see <a href="https://github.com/reactive-streams/reactive-streams-jvm#specification">Reactive Streams</a>
 */
abstract class SerialSubscription implements Flow.Subscription {

    private final Callbacks callbacks;
    private final AtomicLong demand = new AtomicLong();
    // Starts at one, for onSubscribe.
    private final AtomicInteger advances = new AtomicInteger(1);
    private volatile @Nullable Throwable failure;
    private volatile boolean cancelled;

    /** Set and read by {@link #advance} only. */
    boolean done;

    SerialSubscription(Callbacks callbacks) {
        this.callbacks = callbacks;
    }

    /** Signals what can be signalled now. */
    abstract void advance();

    /**
     * Does what must precede the first signal, on the thread that asks for elements, which spares a task. Returns whether it did so, and there
     * is nothing to signal yet.
     */
    boolean getReady() {
        return false;
    }

    /** Signals the subscription, and only then what was asked for meanwhile. */
    final void start(Flow.Subscriber<?> subscriber) {
        subscriber.onSubscribe(this);
        if (advances.decrementAndGet() > 0) {
            getReadyOrAdvance();
        }
    }

    private void getReadyOrAdvance() {
        if (!getReady() || !advances.compareAndSet(1, 0)) {
            callbacks.run(this::advanceAll);
        }
    }

    @Override
    public final void request(long n) {
        if (n <= 0) {
            failure = new IllegalArgumentException("request must be at least 1, was " + n + " (Reactive Streams 3.9)");
        } else {
            demand.accumulateAndGet(n, (current, more) -> current + more < 0 ? Long.MAX_VALUE : current + more);
        }
        schedule();
    }

    @Override
    public final void cancel() {
        cancelled = true;
        stopReading();
        schedule();
    }

    /** Stops what is being read for a subscriber that has cancelled, on its thread: it may ask for something else at once. */
    void stopReading() {}

    final void fail(Throwable reason) {
        failure = reason;
        schedule();
    }

    final void schedule() {
        if (advances.getAndIncrement() == 0) {
            getReadyOrAdvance();
        }
    }

    /** Advances now. Callback executor only. */
    final void advanceHere() {
        if (advances.getAndIncrement() == 0) {
            advanceAll();
        }
    }

    private void advanceAll() {
        int missed = advances.get();
        do {
            if (!done) {
                advance();
            }
            missed = advances.addAndGet(-missed);
        } while (missed != 0);
    }

    final @Nullable Throwable failure() {
        return failure;
    }

    final boolean isCancelled() {
        return cancelled;
    }

    final long demand() {
        return demand.get();
    }

    /** Notes that elements were signalled, of which no more were than the demand. */
    final void signalled(long elements) {
        if (demand.get() != Long.MAX_VALUE) {
            demand.addAndGet(-elements);
        }
    }
}
