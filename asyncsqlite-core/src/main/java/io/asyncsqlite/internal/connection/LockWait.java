package io.asyncsqlite.internal.connection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits, on a connection's thread, for a lock that another process holds. It waits in short pauses, so that it notices a cancel
 * and a deadline, and gets the lock soon after it is free.
 */
public final class LockWait {

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final long usualNanos;
    private long timeoutNanos;
    private BooleanSupplier giveUp = () -> false;
    private long sinceNanos;
    private volatile boolean waiting;

    public LockWait(long timeoutNanos) {
        this.usualNanos = timeoutNanos;
        this.timeoutNanos = timeoutNanos;
    }

    /** Sets how long it waits until {@link #resetTimeout()}. */
    void waitAtMost(long nanos) {
        timeoutNanos = nanos;
    }

    void resetTimeout() {
        timeoutNanos = usualNanos;
    }

    /** Sets the condition that ends the wait; it is asked before each pause. */
    void giveUpIf(BooleanSupplier condition) {
        giveUp = condition;
    }

    /** Tells, on any thread, whether the connection waits for a lock. */
    boolean isWaiting() {
        return waiting;
    }

    /** Pauses, and returns whether to try shouldRetry. The argument is the number of earlier attempts for the same lock. */
    boolean shouldRetry(int attempts) {
        long now = System.nanoTime();
        if (attempts == 0) {
            sinceNanos = now;
        }
        long left = timeoutNanos - (now - sinceNanos);
        waiting = left > 0 && !giveUp.getAsBoolean();
        if (waiting) {
            pause(left, attempts);
        }
        return waiting;
    }

    /** Notes that the lock was obtained or given up. */
    void ended() {
        waiting = false;
    }

    /** Pauses: the more attempts, the longer, but not longer than the time that is left. */
    static void pause(long left, int attempts) {
        long nanos = Math.min(left, Math.min(MAX_PAUSE_NANOS, (attempts + 1) * FIRST_PAUSE_NANOS));
        // An interrupt that user code left behind would end every pause at once.
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(nanos);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
