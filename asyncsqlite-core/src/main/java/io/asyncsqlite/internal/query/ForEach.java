package io.asyncsqlite.internal.query;

import io.asyncsqlite.internal.operation.OperationFuture;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands each element of a stream to an action. The next element is signalled only after the action has returned, so the stream reads no
 * further ahead than for any slow subscriber.
 */
public final class ForEach<T> implements Flow.Subscriber<T> {

    private final Consumer<? super T> action;
    private final OperationFuture<Long> end;

    // Signals come one at a time.
    private Flow.@Nullable Subscription subscription;
    private long handled;

    private ForEach(Consumer<? super T> action, OperationFuture<Long> end) {
        this.action = action;
        this.end = end;
    }

    /**
     * Runs an action for each element.
     *
     * @param end completed with how many there were; a cancel ends the stream
     */
    public static <T> CompletableFuture<Long> of(
            Flow.Publisher<? extends T> stream, Consumer<? super T> action, OperationFuture<Long> end) {
        ForEach<T> forEach = new ForEach<>(Objects.requireNonNull(action, "action"), end);
        stream.subscribe(forEach);
        return forEach.end;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        end.standsFor(given::cancel);
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T element) {
        try {
            action.accept(element);
            handled++;
        } catch (Throwable e) {
            if (subscription != null) {
                subscription.cancel();
            }
            end.fail(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end.fail(failure);
    }

    @Override
    public void onComplete() {
        end.succeed(handled);
    }
}
