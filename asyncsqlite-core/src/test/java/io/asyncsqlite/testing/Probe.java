package io.asyncsqlite.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Records signals: elements, the failure, or "complete". */
public final class Probe implements Flow.Subscriber<Long> {

    public final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
    public Flow.Subscription subscription;

    public Probe(Flow.Publisher<Long> publisher) {
        publisher.subscribe(this);
    }

    public Object next() throws InterruptedException {
        Object signal = signals.poll(20, TimeUnit.SECONDS);
        assertThat(signal).isNotNull();
        return signal;
    }

    /** Waits until tasks that the callback executor had are done. */
    public void settle() {
        Threads.awaitIdleCallbacks();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    public void onNext(Long element) {
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
