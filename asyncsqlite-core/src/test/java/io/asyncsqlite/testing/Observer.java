package io.asyncsqlite.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Records what a publisher gives: elements, the failure, or "complete". */
public class Observer<T> implements Flow.Subscriber<T> {

    private final long requested;
    public final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
    public volatile Flow.Subscription subscription;
    private volatile Object last;

    /** Makes an observer that asks for a number of elements at first. */
    public Observer(long requested) {
        this.requested = requested;
    }

    /** Subscribes an observer that asks for everything. */
    public static <T> Observer<T> of(Flow.Publisher<T> publisher) {
        return of(publisher, Long.MAX_VALUE);
    }

    public static <T> Observer<T> of(Flow.Publisher<T> publisher, long requested) {
        Observer<T> observer = new Observer<>(requested);
        publisher.subscribe(observer);
        return observer;
    }

    public Object next() throws InterruptedException {
        Object signal = signals.poll(20, TimeUnit.SECONDS);
        assertThat(signal).as("a signal").isNotNull();
        return signal;
    }

    /** Takes signals up to one that is expected, and fails if it does not come. */
    public void awaitSignal(Object expected) throws InterruptedException {
        Object seen = null;
        for (Object signal = signals.poll(20, TimeUnit.SECONDS);
                signal != null;
                signal = signals.poll(20, TimeUnit.SECONDS)) {
            seen = signal;
            if (signal.equals(expected)) {
                return;
            }
        }
        assertThat(seen).as("the last signal").isEqualTo(expected);
    }

    /** Takes signals until the element that came last is the expected one, and fails if it does not become that. */
    public void awaitLast(Object expected) throws InterruptedException {
        while (!expected.equals(last)) {
            if (signals.poll(20, TimeUnit.SECONDS) == null) {
                assertThat(last).as("the last element").isEqualTo(expected);
            }
        }
    }

    /** Tells whether nothing was signalled that was not taken. */
    public boolean isQuiet() {
        return signals.isEmpty();
    }

    public void request(long n) {
        subscription.request(n);
    }

    public void cancel() {
        subscription.cancel();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (requested > 0) {
            given.request(requested);
        }
    }

    @Override
    public void onNext(T element) {
        last = element;
        signals.add(element);
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(failure);
    }

    @Override
    public void onComplete() {
        signals.add("complete");
    }
}
