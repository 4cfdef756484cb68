package io.asyncsqlite.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A publisher that a test drives by hand, for one subscriber. */
public final class RowSource implements Flow.Publisher<Object>, Flow.Subscription {

    private final AtomicLong demand = new AtomicLong();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private volatile Flow.Subscriber<? super Object> subscriber;

    @Override
    public void subscribe(Flow.Subscriber<? super Object> only) {
        subscriber = only;
        only.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        demand.addAndGet(n);
    }

    @Override
    public void cancel() {
        cancelled.countDown();
    }

    /** Signals rows from a number on, as long as they are asked for, and returns the number after the last one. */
    public long publishDemanded(long from, long to) {
        long next = from;
        while (next < to && demand.get() > 0) {
            demand.decrementAndGet();
            subscriber.onNext(next++);
        }
        return next;
    }

    /** Signals all rows, whenever they are asked for. */
    public void publish(long from, long to) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        for (long next = from; next < to; next = publishDemanded(next, to)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no demand after row " + next);
            }
            Thread.onSpinWait();
        }
    }

    public void complete() {
        subscriber.onComplete();
    }

    public boolean awaitCancel() throws InterruptedException {
        return cancelled.await(20, TimeUnit.SECONDS);
    }

    public boolean isSubscribed() {
        return subscriber != null;
    }
}
