package io.asyncsqlite.benchmarks.plan;

import org.jspecify.annotations.Nullable;

/**
 * What one contender reached in one round.
 *
 * @param perSecond operations per second whose commit, or whose rows, are known
 * @param cpuMicros CPU time per operation of the process and of those that it started, in microseconds
 * @param bytes bytes allocated on the Java heap per operation, or null where the JVM cannot tell
 * @param retries operations that were tried again because SQLite was busy
 * @param latency how long operations took, or null where the load measures no times
 */
public record Score(
        double perSecond,
        double cpuMicros,
        @Nullable Double bytes,
        long retries,
        @Nullable Latency latency) {

    /** Leaves out the allocated bytes, where the operations run outside of the JVM. */
    public Score withoutBytes() {
        return new Score(perSecond, cpuMicros, null, retries, latency);
    }

    /** Adds what the load knows. */
    public Score with(long tries, @Nullable Latency times) {
        return new Score(perSecond, cpuMicros, bytes, tries, times);
    }
}
