package io.asyncsqlite.internal.worker;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How long a group of operations waits for others before its COMMIT. Callers who were just answered tend to ask again at once, but not all in
 * the same microsecond: a COMMIT for the first of them alone makes the others wait for two.
 *
 * <p>Invariants: nobody waits unless the last COMMIT answered more than are in the group now, so never where one caller waits for each
 * answer; all waiting for one COMMIT together takes no longer than half of the last one took, and {@code MAX_NANOS}.
 */
final class Patience {

    static final long MAX_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private int answered;
    private long leftNanos;

    /** Notes what the last COMMIT answered, and how long it took. */
    void committed(int operations, long nanos) {
        answered = operations;
        leftNanos = Math.min(nanos / 2, MAX_NANOS);
    }

    /** Returns how long a group of so many may wait for another one. */
    long nanosFor(int operations) {
        return operations < answered ? leftNanos : 0;
    }

    void waited(long nanos) {
        leftNanos -= nanos;
    }

    /** Asks for another one until there is one or the time is over. */
    <T> @Nullable T await(int operations, Supplier<@Nullable T> next) {
        long nanos = nanosFor(operations);
        if (nanos <= 0) {
            return null;
        }
        long since = System.nanoTime();
        T found = poll(nanos, next);
        waited(System.nanoTime() - since);
        return found;
    }

    /** Asks so long, and at least once, until it gets something. Does not park: that would take longer than what comes soon takes to come. */
    @SuppressWarnings("ThreadPriorityCheck") // Where cores are few, the time belongs to whoever submits.
    static <T> @Nullable T poll(long nanos, Supplier<@Nullable T> next) {
        long since = System.nanoTime();
        T found;
        do {
            Thread.yield();
            found = next.get();
        } while (found == null && System.nanoTime() - since < nanos);
        return found;
    }
}
