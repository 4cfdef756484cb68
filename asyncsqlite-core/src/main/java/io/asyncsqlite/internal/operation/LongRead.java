package io.asyncsqlite.internal.operation;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A read that keeps a state of the database, and with it the pages of the write-ahead log that belong to later states.
 *
 * @param sinceNanos when it began, as {@link System#nanoTime()}
 * @param description what it is, for messages
 * @param lasts whether it is known to last longer than a writer would wait for it
 */
public record LongRead(long sinceNanos, String description, boolean lasts) {

    public LongRead(long sinceNanos, String description) {
        this(sinceNanos, description, false);
    }

    /** Returns the read of an operation that runs, or null if there is none. */
    public static @Nullable LongRead of(@Nullable Operation<?> running) {
        return running == null || !running.hasStarted() || running.hasEnded()
                ? null
                : new LongRead(running.startedNanos(), running.description());
    }

    /** As {@link #of}, for an operation that is known to last. It may have parts that keep no state. */
    public static @Nullable LongRead lasting(Operation<?> running) {
        LongRead read = of(running);
        boolean keepsNone = running instanceof LongOperation<?> work && !work.readsOneState();
        return read == null || keepsNone ? null : new LongRead(read.sinceNanos, read.description, true);
    }

    /** Returns the one that began first, or null if all are null. */
    public static @Nullable LongRead oldest(Stream<@Nullable LongRead> reads) {
        return reads.filter(Objects::nonNull)
                .min((one, other) -> Long.signum(one.sinceNanos - other.sinceNanos))
                .orElse(null);
    }
}
