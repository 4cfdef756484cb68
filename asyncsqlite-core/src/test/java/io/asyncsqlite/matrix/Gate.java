package io.asyncsqlite.matrix;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds up a thread of the database at one place. */
final class Gate {

    private static final long LONGEST_SECONDS = 60;

    private final CompletableFuture<Void> entered = new CompletableFuture<>();
    private final CountDownLatch open = new CountDownLatch(1);

    /** Opens it, also for threads that come later. */
    void open() {
        open.countDown();
    }

    /** Completes when a thread has come here. */
    CompletableFuture<Void> entered() {
        return entered;
    }

    /** Notes that a thread is here. */
    void touch() {
        entered.complete(null);
    }

    /** Waits until it is open. Like SQLite, does not end because of an interrupt. */
    void pass() {
        entered.complete(null);
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (true) {
            try {
                if (!open.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    throw new IllegalStateException("a gate of the test was never opened");
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
