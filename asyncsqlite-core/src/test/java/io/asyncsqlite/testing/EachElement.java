package io.asyncsqlite.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** Does something for each element of a publisher, and asks for the next one only when that is done. */
public final class EachElement<T> implements Flow.Subscriber<T> {

    private final Function<T, ? extends CompletionStage<?>> work;
    private final CompletableFuture<Integer> count = new CompletableFuture<>();
    private Flow.Subscription subscription;
    private CompletionStage<?> last = CompletableFuture.completedFuture(null);
    private int elements;

    private EachElement(Function<T, ? extends CompletionStage<?>> work) {
        this.work = work;
    }

    /** Returns how many elements there were, when all is done. */
    public static <T> CompletableFuture<Integer> of(
            Flow.Publisher<T> publisher, Function<T, ? extends CompletionStage<?>> work) {
        EachElement<T> each = new EachElement<>(work);
        publisher.subscribe(each);
        return each.count;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(T element) {
        elements++;
        last = work.apply(element);
        last.whenComplete((done, failure) -> {
            if (failure == null) {
                subscription.request(1);
            } else {
                subscription.cancel();
                count.completeExceptionally(failure);
            }
        });
    }

    @Override
    public void onError(Throwable failure) {
        count.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        last.whenComplete((done, failure) -> count.complete(elements));
    }
}
