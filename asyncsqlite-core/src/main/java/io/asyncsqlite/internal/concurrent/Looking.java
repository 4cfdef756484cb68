package io.asyncsqlite.internal.concurrent;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Decides whether a thread that waits for an answer looks for it a few times before it parks, and looks. To wake a parked thread takes longer than most
 * statements, and the thread that wakes it pays for it. One thread at a time.
 *
 * <pre> credits: 0 .. 16, 8 at first; a look that finds something adds one, a look in vain takes two </pre>
 *
 * Invariants: a look lasts no longer than {@code MAX_NANOS}; without credits only one of {@code WAITS_OF_A_TRIAL} waits begins with a look, so that
 * looks which never find anything cost under 1 us for each wait; with a single processor no thread looks: the one that could answer needs it.
 */
public final class Looking {

    static final long MAX_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    static final int WAITS_OF_A_TRIAL = 64;

    private static final int MAX_CREDITS = 16;
    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() == 1;

    private int credits = MAX_CREDITS / 2;
    private int waits;

    /** Looks until there is news or the time is over, and returns whether there is news. */
    public boolean until(BooleanSupplier news) {
        if (!mayLook()) {
            return news.getAsBoolean();
        }
        long since = System.nanoTime();
        boolean found = look(news, since);
        // News after a long time, in which the thread had no processor, is no success.
        boolean won = found && System.nanoTime() - since < MAX_NANOS;
        credits = won ? Math.min(MAX_CREDITS, credits + 1) : Math.max(0, credits - 2);
        return found;
    }

    private boolean mayLook() {
        return !ALONE && (credits > 0 || ++waits % WAITS_OF_A_TRIAL == 0);
    }

    @SuppressWarnings("ThreadPriorityCheck") // With few processors, the thread that answers needs the time.
    private static boolean look(BooleanSupplier news, long since) {
        boolean found = news.getAsBoolean();
        while (!found && System.nanoTime() - since < MAX_NANOS) {
            Thread.yield();
            found = news.getAsBoolean();
        }
        return found;
    }
}
