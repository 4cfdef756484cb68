package io.asyncsqlite.internal.worker;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How long a group of operations waits for further operations before its COMMIT. After a COMMIT, callers often submit their next
 * operations at once, but not all in the same microsecond. A COMMIT for the first of these alone would make the others wait for
 * two COMMITs. Callers that know nothing of each other's answers submit at any time: to wait for them costs time of a processor, and
 * wins nothing.
 *
 * <p>Invariants: a group waits only if it is smaller than the previous one, so never with a single caller that submits one
 * operation after the other; all waits for one COMMIT together last no longer than half of the previous COMMIT, and no longer
 * than {@code MAX_NANOS}; while less than half of the groups that waited got an operation for it, only one of
 * {@code GROUPS_OF_A_TRIAL} groups waits.
 */
final class GroupWait {

    static final long MAX_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    static final int GROUPS_OF_A_TRIAL = 32;

    /** How much of the rate is kept when a group adds its outcome. */
    private static final double KEPT = 7 / 8.0;

    private static final double WORTH_IT = 0.5;

    private int answered;
    private long leftNanos;

    /** The part of the last waits that got an operation. */
    private double successes = 1;

    private int untriedGroups;
    private boolean hasWaited;
    private boolean hasFound;

    /** Notes how many operations the last COMMIT completed, and how long it took. */
    void committed(int operations, long nanos) {
        answered = operations;
        if (hasWaited) {
            successes = KEPT * successes + (hasFound ? 1 - KEPT : 0);
        }
        leftNanos = mayWait() ? Math.min(nanos / 2, MAX_NANOS) : 0;
        hasWaited = false;
        hasFound = false;
    }

    private boolean mayWait() {
        untriedGroups = hasWaited ? 0 : untriedGroups + 1;
        return successes >= WORTH_IT || untriedGroups >= GROUPS_OF_A_TRIAL;
    }

    /** Returns how long a group of this many operations may wait for another operation. */
    long nanosFor(int operations) {
        return operations < answered ? leftNanos : 0;
    }

    /** Notes how long a group has waited, and whether an operation came. */
    void waited(long nanos, boolean found) {
        leftNanos -= nanos;
        hasWaited = true;
        hasFound |= found;
    }

    /** Polls for another operation until there is one or the time is over. */
    <T> @Nullable T await(int operations, Supplier<@Nullable T> next) {
        long nanos = nanosFor(operations);
        if (nanos <= 0) {
            return null;
        }
        long since = System.nanoTime();
        T found = poll(nanos, next);
        waited(System.nanoTime() - since, found != null);
        return found;
    }

    /**
     * Polls, at least once, until there is an element or the time is over. Does not park: waking the thread would take longer
     * than the wait.
     */
    @SuppressWarnings("ThreadPriorityCheck") // With few cores, the submitting threads need the time.
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
