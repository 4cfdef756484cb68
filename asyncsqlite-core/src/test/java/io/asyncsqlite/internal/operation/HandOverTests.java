package io.asyncsqlite.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.internal.concurrent.DatabaseThread;
import io.asyncsqlite.testing.Futures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that waits for a future completes it itself, and loses no completion however its wait ends. */
@Timeout(60)
class HandOverTests {

    private final OperationFuture<Integer> future = new OperationFuture<>(ForkJoinPool.commonPool(), () -> {});
    private final AtomicReference<Thread> completedBy = new AtomicReference<>();

    private void complete() {
        completedBy.set(Thread.currentThread());
        future.succeed(7);
    }

    /** Hands over as a database thread does, as soon as a thread waits. */
    private void handOverSoon() {
        Thread database = new DatabaseThread("hand-over", () -> {
            while (!future.handOver(this::complete)) {
                Thread.onSpinWait();
            }
        });
        database.start();
    }

    @Test
    void theWaitingThreadCompletes() throws Exception {
        handOverSoon();
        assertThat(future.join()).isEqualTo(7);
        assertThat(completedBy).hasValue(Thread.currentThread());
        assertThat(future).isDone();
    }

    @Test
    void theThreadThatGetsCompletes() throws Exception {
        handOverSoon();
        assertThat(future.get()).isEqualTo(7);
        assertThat(completedBy).hasValue(Thread.currentThread());
    }

    @Test
    void theThreadThatGetsInTimeCompletes() throws Exception {
        handOverSoon();
        assertThat(future.get(20, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(completedBy).hasValue(Thread.currentThread());
    }

    @Test
    void withoutAWaitingThreadThereIsNoHandOver() {
        assertThat(future.handOver(this::complete)).isFalse();
    }

    @Test
    void dependentsKeepTheExecutor() throws Exception {
        CompletableFuture<Integer> dependent = future.thenApply(n -> n + 1);
        CompletableFuture<Integer> waiting = waitElsewhere();
        awaitWaiter();

        assertThat(future.handOver(this::complete)).isFalse();
        complete();
        assertThat(dependent.get(20, TimeUnit.SECONDS)).isEqualTo(8);
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(7);
    }

    private CompletableFuture<Integer> waitElsewhere() {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            try {
                result.complete(future.get());
            } catch (Exception e) {
                result.completeExceptionally(e);
            } catch (Error e) {
                result.completeExceptionally(e);
                throw e;
            }
        });
        waiter.setDaemon(true);
        waiter.start();
        return result;
    }

    private void awaitWaiter() {
        while (!future.isAwaited()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void cancelEndsTheWait() throws Exception {
        CompletableFuture<Integer> waiting = waitElsewhere();
        awaitWaiter();

        future.cancel(false);
        assertThat(Futures.failureOf(waiting)).isInstanceOf(CancellationException.class);
    }

    @Test
    void obtrudedValueEndsTheWait() throws Exception {
        CompletableFuture<Integer> waiting = waitElsewhere();
        awaitWaiter();

        future.obtrudeValue(9);
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(9);
    }

    @Test
    void timeoutEndsTheWait() {
        CompletableFuture<Integer> timed = future.orTimeout(20, TimeUnit.MILLISECONDS);

        assertThatThrownBy(timed::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void completionOnTimeoutEndsTheWait() {
        assertThat(future.completeOnTimeout(5, 20, TimeUnit.MILLISECONDS).join())
                .isEqualTo(5);
    }

    @Test
    void asynchronousCompletionEndsTheWait() {
        CompletableFuture<Integer> completed = future.completeAsync(() -> 4);

        assertThat(completed.join()).isEqualTo(4);
    }

    @Test
    void timeOfGetEnds() {
        assertThatThrownBy(() -> future.get(20, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(future.isAwaited()).isFalse();
        assertThat(future.handOver(this::complete)).isFalse();
    }

    @Test
    void interruptEndsGet() throws Exception {
        Thread.currentThread().interrupt();

        assertThatThrownBy(future::get).isInstanceOf(InterruptedException.class);
        assertThat(future.isAwaited()).isFalse();
    }

    @Test
    void interruptDoesNotEndJoin() throws Exception {
        Thread.currentThread().interrupt();
        ForkJoinPool.commonPool().execute(this::complete);

        assertThat(future.join()).isEqualTo(7);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void secondWaiterGetsTheValueToo() throws Exception {
        CompletableFuture<Integer> first = waitElsewhere();
        awaitWaiter();
        CompletableFuture<Integer> second = waitElsewhere();
        while (future.getNumberOfDependents() == 0) {
            Thread.onSpinWait();
        }

        if (!future.handOver(this::complete)) {
            complete();
        }
        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void workerOfAPoolOfOneThatWaitsIsReplaced() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(1);
        try {
            OperationFuture<Integer> awaited = new OperationFuture<>(pool, () -> {});
            CompletableFuture<Integer> joined = new CompletableFuture<>();
            pool.execute(() -> joined.complete(awaited.join()));
            while (!awaited.isAwaited()) {
                Thread.onSpinWait();
            }
            pool.execute(() -> awaited.succeed(3));

            assertThat(joined.get(20, TimeUnit.SECONDS)).isEqualTo(3);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void eachCompletionRunsOnceWhateverMeets() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Random random = new Random(1);
            for (int i = 0; i < 3_000; i++) {
                meet(threads, random);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A database thread hands over or completes while others wait in time, cancel, and add a dependent. */
    private static void meet(ExecutorService threads, Random random) throws Exception {
        AtomicInteger completions = new AtomicInteger();
        OperationFuture<Integer> met = new OperationFuture<>(ForkJoinPool.commonPool(), () -> {});
        Runnable completion = () -> {
            completions.incrementAndGet();
            met.succeed(1);
        };
        AtomicReference<CompletableFuture<Integer>> dependent = new AtomicReference<>();
        long waited = random.nextInt(200);
        boolean cancels = random.nextInt(4) == 0;
        boolean depends = random.nextBoolean();
        List<CompletableFuture<?>> done = new ArrayList<>();
        done.add(CompletableFuture.runAsync(
                () -> {
                    try {
                        met.get(waited, TimeUnit.MICROSECONDS);
                    } catch (Exception e) {
                        // Any end of the wait will do.
                    }
                },
                threads));
        done.add(CompletableFuture.runAsync(
                () -> {
                    if (!met.handOver(completion)) {
                        completion.run();
                    }
                },
                threads));
        if (cancels) {
            done.add(CompletableFuture.runAsync(() -> met.cancel(false), threads));
        }
        if (depends) {
            done.add(CompletableFuture.runAsync(
                    () -> dependent.set(met.handle((value, failure) -> value == null ? 0 : value)), threads));
        }
        for (CompletableFuture<?> one : done) {
            one.get(20, TimeUnit.SECONDS);
        }
        assertThat(completions).hasValue(1);
        assertThat(met).isDone();
        if (depends) {
            assertThat(dependent.get().get(20, TimeUnit.SECONDS)).isBetween(0, 1);
        }
    }
}
