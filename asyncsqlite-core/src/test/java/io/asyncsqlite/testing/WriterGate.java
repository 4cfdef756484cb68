package io.asyncsqlite.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Keeps the writing connection busy, so that operations that are submitted meanwhile wait together. */
public final class WriterGate {

    private WriterGate() {}

    /** Waits until at least a number of operations wait for the writer. */
    public static void awaitQueued(AsyncSqlite database, int operations) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (database.stats().queuedWrites() < operations) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    public static <T> T whileHeld(AsyncSqlite database, Supplier<T> submissions) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        CompletableFuture<Boolean> held = database.write(connection -> {
            entered.countDown();
            return open.await(30, TimeUnit.SECONDS);
        });
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        T submitted;
        try {
            submitted = submissions.get();
        } finally {
            open.countDown();
        }
        assertThat(Futures.await(held)).isTrue();
        return submitted;
    }
}
