package io.asyncsqlite.benchmarks.run;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param window a stretch of time whose rate is compared with others while warming up, and how long is measured at least
 * @param longestWarmUp how long is warmed up at most
 * @param longestBackup after which time a backup that does not end is given up: it counts as one that ended then
 */
record Clock(Duration window, Duration longestWarmUp, Duration longestBackup) {

    static final Clock USUAL = new Clock(Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofSeconds(30));

    /** For a run whose figures mean nothing. */
    static final Clock SMOKE = new Clock(Duration.ofMillis(50), Duration.ZERO, Duration.ofSeconds(1));

    static Clock of(boolean smoke) {
        return smoke ? SMOKE : USUAL;
    }
}
