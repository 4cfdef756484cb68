package io.asyncsqlite.internal.worker;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How long an idle reader polls its queue before it parks. Waking a parked thread takes longer than a read by key, and the
 * submitting thread pays for it.
 *
 * <p>Invariants: a reader parks at once unless several reads came since it was woken, so always with a single caller that submits
 * one read after the other; a reader parks when no read came for {@code MAX_NANOS}, and then only an operation wakes it.
 */
final class ReaderWait {

    private static final long MAX_NANOS = TimeUnit.MICROSECONDS.toNanos(30);

    private int reads;

    /** Notes that a read came. */
    void read() {
        reads++;
    }

    /** Polls for another read until there is one or the time is over. Returns null if the reader is to park. */
    public <T> @Nullable T await(Supplier<@Nullable T> next) {
        T found = reads > 1 ? GroupWait.poll(MAX_NANOS, next) : null;
        if (found == null) {
            reads = 0;
        }
        return found;
    }
}
