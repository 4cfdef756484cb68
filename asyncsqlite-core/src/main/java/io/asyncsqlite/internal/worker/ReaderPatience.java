package io.asyncsqlite.internal.worker;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How long a reader that has nothing to do asks its queue again before it parks. To be woken takes longer than a read by key, and whoever
 * submits pays for waking it.
 *
 * <p>Invariants: a reader parks at once unless several reads came since it was woken, so it does where one caller waits for each answer;
 * it parks when none came for {@code MAX_NANOS}, and then only an operation wakes it.
 */
final class ReaderPatience {

    private static final long MAX_NANOS = TimeUnit.MICROSECONDS.toNanos(30);

    private int reads;

    /** Notes that a read came. */
    void read() {
        reads++;
    }

    /** Asks for another read until there is one or the time is over. Returns null if the reader is to park. */
    public <T> @Nullable T await(Supplier<@Nullable T> next) {
        T found = reads > 1 ? Patience.poll(MAX_NANOS, next) : null;
        if (found == null) {
            reads = 0;
        }
        return found;
    }
}
