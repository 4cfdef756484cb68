package io.asyncsqlite.dqlite.history;

import org.jspecify.annotations.Nullable;

/**
 * An operation on one register.
 *
 * @param ended when its end was known, or {@link #NEVER} if its outcome is unknown: it may take effect at any later time, or not at all
 * @param seen the value that it read, or null if it read none
 * @param written the value that it wrote after that, or null if it wrote none
 */
record Operation(
        long begun,
        long ended,
        @Nullable Long seen,
        @Nullable Long written) {

    static final long NEVER = Long.MAX_VALUE;

    boolean mustHappen() {
        return ended != NEVER;
    }

    /** Returns the same before its end was known. */
    Operation unfinished() {
        return new Operation(begun, NEVER, seen, written);
    }

    @Override
    public String toString() {
        return "[" + begun + ".." + (mustHappen() ? ended : "?") + (seen == null ? "" : " saw " + seen)
                + (written == null ? "" : " wrote " + written) + "]";
    }
}
