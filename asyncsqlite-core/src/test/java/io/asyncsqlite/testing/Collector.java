package io.asyncsqlite.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Collects what a publisher gives, asking for a few elements at a time. */
public final class Collector<T> implements Flow.Subscriber<T> {

    private final CompletableFuture<List<T>> result = new CompletableFuture<>();
    private final List<T> elements = new ArrayList<>();
    private Flow.Subscription subscription;

    private Collector() {}

    public static <T> CompletableFuture<List<T>> collect(Flow.Publisher<T> publisher) {
        Collector<T> collector = new Collector<>();
        publisher.subscribe(collector);
        return collector.result;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(7);
    }

    @Override
    public void onNext(T element) {
        elements.add(element);
        if (elements.size() % 7 == 0) {
            subscription.request(7);
        }
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        result.complete(elements);
    }
}
