package io.asyncsqlite.testing;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Waits for futures, never for ever. */
public final class Futures {

    private Futures() {}

    public static <T> T await(Future<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    /** Waits for a latch, also in code that throws no checked exception. */
    public static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the latch stayed closed");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for a failure and returns it, or null if there is none. */
    public static Throwable failureOf(Future<?> future) throws Exception {
        try {
            await(future);
            return null;
        } catch (java.util.concurrent.ExecutionException e) {
            Throwable cause = e.getCause();
            return cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        } catch (java.util.concurrent.CancellationException e) {
            return e;
        }
    }
}
