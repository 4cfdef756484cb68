package io.asyncsqlite.matrix;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The waits of one cell. After one in vain the others are short: something is lost already. */
final class Waits {

    /** The longest that anything may take. */
    static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(Integer.getInteger("matrix.limitSeconds", 30));

    private volatile long limitNanos = LIMIT_NANOS;

    /** Returns whether a future was completed in time, in whatever way. */
    boolean forEnd(CompletableFuture<?> future) {
        try {
            future.get(limitNanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return inVain();
        } catch (ExecutionException | CancellationException e) {
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns whether a condition came true in time that has no future. */
    boolean until(BooleanSupplier condition) {
        long end = System.nanoTime() + limitNanos;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return inVain();
            }
            LockSupport.parkNanos(100_000);
        }
        return true;
    }

    private boolean inVain() {
        limitNanos = LIMIT_NANOS / 10;
        return false;
    }
}
