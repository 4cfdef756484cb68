package io.asyncsqlite.internal.blocking;

import io.asyncsqlite.internal.concurrent.DatabaseThread;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries the elements of a stream to the thread that waits for them.
 *
 * <p>Invariant: at most {@code AHEAD} elements, and the end, are signalled and not taken, so the queue never refuses one.
 */
final class BlockingIteration<T> implements Flow.Subscriber<T> {

    private static final int AHEAD = 256;

    /** How the stream has ended. */
    private record End(CompletableFuture<?> outcome) {}

    private final BlockingQueue<Object> signals = new ArrayBlockingQueue<>(AHEAD + 1);

    // Written by the thread that waits: a publisher of the library calls onSubscribe inside of subscribe.
    private Flow.@Nullable Subscription subscription;

    private BlockingIteration() {}

    /** Runs an action for each element on this thread, and returns how many there were. */
    static <T> long over(Flow.Publisher<T> stream, Consumer<? super T> action) {
        DatabaseThread.refuseToWait();
        BlockingIteration<T> iteration = new BlockingIteration<>();
        stream.subscribe(iteration);
        return iteration.run(action);
    }

    @SuppressWarnings("unchecked") // What is no end is an element.
    private long run(Consumer<? super T> action) {
        long count = 0;
        try {
            while (true) {
                Object signal = signals.take();
                if (signal instanceof End end) {
                    Waits.await(end.outcome);
                    return count;
                }
                action.accept((T) signal);
                count++;
                if (count % (AHEAD / 2) == 0) {
                    request(AHEAD / 2);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Waits.interrupted(e);
        } finally {
            Flow.Subscription running = subscription;
            if (running != null) {
                running.cancel();
            }
        }
    }

    private void request(long elements) {
        if (subscription != null) {
            subscription.request(elements);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(AHEAD);
    }

    @Override
    public void onNext(T element) {
        signals.add(element);
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new End(CompletableFuture.failedFuture(failure)));
    }

    @Override
    public void onComplete() {
        signals.add(new End(CompletableFuture.completedFuture(null)));
    }
}
