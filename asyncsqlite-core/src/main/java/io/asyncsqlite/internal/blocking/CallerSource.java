package io.asyncsqlite.internal.blocking;

import io.asyncsqlite.BulkWrite;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.DatabaseThread;
import io.asyncsqlite.internal.query.IteratorSource;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;

/**
 * Publishes on the thread that waits for the result.
 *
 * <p>Invariant: a permit stands for an element that was requested, unless the source was cancelled or the result is there.
 */
final class CallerSource extends IteratorSource {

    private final Semaphore permits = new Semaphore(0);

    CallerSource(Iterator<?> elements) {
        super(elements);
    }

    @Override
    public void request(long more) {
        permits.release(Math.toIntExact(more));
    }

    @Override
    public void cancel() {
        super.cancel();
        permits.release();
    }

    /** Waits for a permit. A ForkJoinPool may start another thread meanwhile: it may be the one that completes chunks. */
    private final class Acquisition implements ForkJoinPool.ManagedBlocker {

        private boolean acquired;

        @Override
        public boolean isReleasable() {
            acquired = acquired || permits.tryAcquire();
            return acquired;
        }

        @Override
        public boolean block() throws InterruptedException {
            if (!acquired) {
                permits.acquire();
                acquired = true;
            }
            return true;
        }
    }

    /** Publishes all elements as they are requested, and returns the result. */
    long publishTo(BulkWrite write) {
        DatabaseThread.refuseToWait();
        CompletableFuture<Long> result = write.from(this);
        Callbacks.whenDone(result, (changes, failure) -> permits.release());
        try {
            boolean more = true;
            while (more) {
                ForkJoinPool.managedBlock(new Acquisition());
                int wanted = 1 + permits.drainPermits();
                more = !result.isDone() && publish(wanted);
            }
        } catch (InterruptedException e) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw Waits.interrupted(e);
        }
        return Waits.await(result);
    }
}
