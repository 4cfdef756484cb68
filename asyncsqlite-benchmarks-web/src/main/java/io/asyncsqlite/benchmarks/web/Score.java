package io.asyncsqlite.benchmarks.web;

import org.jspecify.annotations.Nullable;

/**
 * What one contender reached in one round, in the form of the other benchmarks.
 *
 * @param perSecond answers per second, or starts per second
 * @param cpuMicros CPU time of the server for each of them, in microseconds
 * @param bytes null: not measured
 * @param retries requests that failed
 * @param latency how long answers took; null of a start
 */
record Score(
        double perSecond,
        double cpuMicros,
        @Nullable Double bytes,
        long retries,
        @Nullable Latency latency) {

    static Score of(Wrk.Figures figures, double cpuMicros) {
        return new Score(
                figures.perSecond(),
                cpuMicros,
                null,
                figures.failed(),
                new Latency(figures.p50Micros(), figures.p99Micros(), figures.p999Micros(), figures.maxMicros()));
    }

    /** One start. */
    static Score of(long startNanos, double cpuMicros) {
        return new Score(1e9 / startNanos, cpuMicros, null, 0, null);
    }

    /** Times in microseconds. */
    record Latency(double p50, double p99, double p999, double max) {}
}
