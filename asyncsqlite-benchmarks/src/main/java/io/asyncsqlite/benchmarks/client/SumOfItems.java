package io.asyncsqlite.benchmarks.client;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Reads items from a stream, and sums them up. */
final class SumOfItems implements Flow.Subscriber<Item> {

    /** How many rows a consumer asks for that does not take all at once. */
    private static final int DEMAND = 64;

    private static final long NANOS_OF_WORK = 1_000;

    private final long demand;
    private final long rows;
    private final boolean works;
    private final CompletableFuture<Long> result = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private long read;
    private long sum;

    private SumOfItems(long demand, long rows, boolean works) {
        this.demand = demand;
        this.rows = rows;
        this.works = works;
    }

    /** Takes all items at once. */
    static SumOfItems ofAll() {
        return new SumOfItems(Long.MAX_VALUE, Long.MAX_VALUE, false);
    }

    /** Takes all items, {@link #DEMAND} at a time, and works for each. */
    static SumOfItems working() {
        return new SumOfItems(DEMAND, Long.MAX_VALUE, true);
    }

    /** Takes the first items and cancels. */
    static SumOfItems ofFirst(int rows) {
        return new SumOfItems(Long.MAX_VALUE, rows, false);
    }

    /** Keeps the processor busy for a microsecond. */
    static void work() {
        long end = System.nanoTime() + NANOS_OF_WORK;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    static long of(Flux<Item> items) {
        return Objects.requireNonNull(
                items.collect(Collectors.summingLong(Item::sum)).block());
    }

    /** Takes {@link #DEMAND} items at a time, and works for each. */
    static long ofWorking(Flux<Item> items) {
        return of(items.limitRate(DEMAND).doOnNext(item -> work()));
    }

    CompletableFuture<Long> result() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(demand);
    }

    @Override
    public void onNext(Item item) {
        sum += item.sum();
        read++;
        if (works) {
            work();
        }
        if (read == rows) {
            subscription().cancel();
            result.complete(sum);
        } else if (read % demand == 0) {
            subscription().request(demand);
        }
    }

    private Flow.Subscription subscription() {
        return Objects.requireNonNull(subscription, "onNext before onSubscribe");
    }

    @Override
    public void onError(Throwable e) {
        result.completeExceptionally(e);
    }

    @Override
    public void onComplete() {
        result.complete(sum);
    }
}
