package io.asyncsqlite.r2dbc;

import java.time.Duration;

/** Timeouts as R2DBC means them: 0 is none. */
final class Timeouts {

    private static final Duration LONGEST = Duration.ofDays(365);

    private Timeouts() {}

    /** Returns a timeout that is more than 0, or throws. */
    static Duration checked(String name, Duration timeout) {
        if (timeout.isNegative() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + " must be from 0, no limit, to 365 days, was " + timeout.toMillis() + " ms");
        }
        return timeout.isZero() ? LONGEST : timeout;
    }
}
