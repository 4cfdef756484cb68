package io.asyncsqlite.internal.concurrent;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Carries elements to one subscriber: demand, cancel, failure, and signals that come one after the other.
 *
 * <pre> WAITING --first request--> READING --last element, error or cancel--> DONE </pre>
 *
 * Invariants:
 * <ol>
 *   <li>After onSubscribe has returned only {@link #advance} signals, on the callback executor.
 *   <li>Only one thread at a time advances or opens the source.
 *   <li>Each change of demand, each failure and each cancel is followed by an advance that sees it.
 *   <li>No more elements are signalled than were requested, and nothing after a terminal signal or, but for a signal under way, a
 *       cancel.
 * </ol>
 *
 * @param <T> type of the elements
 * @see <a href="https://github.com/reactive-streams/reactive-streams-jvm#specification">Reactive Streams</a>
 */
public abstract class SerialSubscription<T> implements Flow.Subscription {

    private final Callbacks callbacks;
    private final Flow.Subscriber<? super T> subscriber;
    private final AtomicLong demand = new AtomicLong();
    // Starts at one, for onSubscribe.
    private final AtomicInteger advances = new AtomicInteger(1);
    private volatile @Nullable Throwable failure;
    private volatile boolean cancelled;

    // One thread at a time.
    private boolean done;

    public SerialSubscription(Callbacks callbacks, Flow.Subscriber<? super T> subscriber) {
        this.callbacks = callbacks;
        this.subscriber = subscriber;
    }

    /**
     * Signals elements as far as there are elements and demand, and the end if it is reached. An exception is signalled as the
     * error.
     */
    public abstract void emit();

    /**
     * Opens the source if elements are requested and it is not open yet. Runs on the requesting thread instead of scheduling a
     * task.
     *
     * @return whether the source was opened now; then there is nothing to signal yet
     */
    public boolean open() {
        return false;
    }

    /**
     * Opens a source with the first demand, for {@link #open()}. What the opening throws is signalled as the error.
     *
     * @param isOpen whether it was opened before
     */
    public final boolean openWithDemand(boolean isOpen, Runnable opening) {
        if (isOpen || demand() == 0 || isEnding()) {
            return false;
        }
        try {
            opening.run();
            return true;
        } catch (Throwable e) {
            fail(e);
            return false;
        }
    }

    /**
     * Stops reading because the subscriber has cancelled. Runs on the cancelling thread, so that its next operation finds the
     * connection free.
     */
    public void stopReading() {}

    /** Releases everything that was held for the subscriber. One thread at a time, before the terminal signal. */
    public void release() {}

    /** Runs signals. A subclass may run them inside of something. */
    public void run(Runnable signals) {
        signals.run();
    }

    /** Signals the subscription, and then the elements that were requested meanwhile. */
    public final void start() {
        subscriber.onSubscribe(this);
        if (advances.decrementAndGet() > 0) {
            openOrAdvance();
        }
    }

    private void openOrAdvance() {
        if (!open() || !advances.compareAndSet(1, 0)) {
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

    public final void fail(Throwable reason) {
        failure = reason;
        schedule();
    }

    public final void schedule() {
        if (advances.getAndIncrement() == 0) {
            openOrAdvance();
        }
    }

    /** Advances now. Callback executor only. */
    public final void advanceHere() {
        if (advances.getAndIncrement() == 0) {
            advanceAll();
        }
    }

    private void advanceAll() {
        run(this::advanceMissed);
    }

    private void advanceMissed() {
        int missed = advances.get();
        do {
            if (!done) {
                advance();
            }
            missed = advances.addAndGet(-missed);
        } while (missed != 0);
    }

    private void advance() {
        try {
            open();
            emit();
        } catch (Throwable e) {
            if (done) {
                // The subscriber threw in its terminal signal: no signal is left to report that.
                throw e;
            }
            finishWith(e);
        }
        Throwable reason = failure;
        if (cancelled && !done) {
            finish(() -> {});
        } else if (reason != null && !done) {
            finishWith(reason);
        }
    }

    /** Signals that the last element was signalled. */
    public final void complete() {
        finish(subscriber::onComplete);
    }

    /** Signals an error. */
    public final void finishWith(Throwable reason) {
        finish(() -> subscriber.onError(reason));
    }

    private void finish(Runnable signal) {
        done = true;
        release();
        signal.run();
    }

    /** Signals an element. {@link #demandMet} then takes it off the demand. */
    public final void signal(T element) {
        subscriber.onNext(element);
    }

    /** Tells whether no further element is to be signalled. */
    public final boolean isEnding() {
        return done || cancelled || failure != null;
    }

    public final boolean isCancelled() {
        return cancelled;
    }

    public final long demand() {
        return demand.get();
    }

    /** Takes signalled elements off the demand, which is at least as many. */
    public final void demandMet(long elements) {
        if (demand.get() != Long.MAX_VALUE) {
            demand.addAndGet(-elements);
        }
    }
}
