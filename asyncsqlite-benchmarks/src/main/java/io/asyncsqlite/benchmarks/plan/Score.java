package io.asyncsqlite.benchmarks.plan;

import org.jspecify.annotations.Nullable;

/**
 * What one contender reached in one round.
 *
 * @param perSecond operations per second whose commit, or whose rows, are known
 * @param cpuMicros CPU time of the process per operation, in microseconds
 * @param bytes bytes allocated on the Java heap per operation, or null where the JVM cannot tell
 * @param retries operations that were tried again because SQLite was busy
 */
public record Score(
        double perSecond, double cpuMicros, @Nullable Double bytes, long retries) {

    public Score withRetries(long count) {
        return new Score(perSecond, cpuMicros, bytes, count);
    }
}
