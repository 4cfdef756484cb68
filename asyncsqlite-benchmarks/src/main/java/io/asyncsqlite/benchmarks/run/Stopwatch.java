package io.asyncsqlite.benchmarks.run;

import io.asyncsqlite.benchmarks.plan.Score;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Warms up until the rate is steady, and then measures. */
final class Stopwatch {

    /**
     * One run of a scan or a batch.
     *
     * @param nanos the part of it that counts
     */
    record Run(long rows, long nanos) {

        double perSecond() {
            return rows * 1e9 / nanos;
        }
    }

    /** How many windows are measured. */
    private static final int MEASURED_WINDOWS = 4;

    private static final int LONG_WINDOWS = 8;

    /** How many windows are waited for when nothing is done. */
    private static final int IDLE_WINDOWS = 60;

    /** After so many the load is taken for stuck. */
    private static final int MOST_WINDOWS = 600;

    private final Clock clock;

    Stopwatch(Clock clock) {
        this.clock = clock;
    }

    /** Warms up a load that counts its operations. */
    void warmUp(LongSupplier operations) throws Exception {
        warmUpBy(() -> rateOfWindow(operations));
    }

    /** Warms up a load whose rate is given, so that it tells nothing: as long as any load. */
    void warmUpWholly() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(clock.longestWarmUp().toNanos());
    }

    private void warmUpBy(Callable<Double> rate) throws Exception {
        Steadiness steadiness = new Steadiness();
        long end = System.nanoTime() + clock.longestWarmUp().toNanos();
        boolean steady = false;
        while (!steady && System.nanoTime() - end < 0) {
            steady = steadiness.isSteadyAfter(rate.call());
        }
    }

    private double rateOfWindow(LongSupplier operations) throws InterruptedException {
        long before = operations.getAsLong();
        long start = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(clock.window().toNanos());
        return (operations.getAsLong() - before) * 1e9 / (System.nanoTime() - start);
    }

    /** Measures a load that counts its operations. */
    Score measure(LongSupplier operations) throws InterruptedException {
        return measure(operations, MEASURED_WINDOWS);
    }

    /** Measures a load whose single times are looked at: long enough for rare ones. */
    Score measureLong(LongSupplier operations) throws InterruptedException {
        return measure(operations, LONG_WINDOWS);
    }

    private Score measure(LongSupplier operations, int least) throws InterruptedException {
        Cost costBefore = Cost.now();
        long before = operations.getAsLong();
        long start = System.nanoTime();
        long count = 0;
        for (int windows = 0; windows < least || (count == 0 && windows < MOST_WINDOWS); windows++) {
            TimeUnit.NANOSECONDS.sleep(clock.window().toNanos());
            count = operations.getAsLong() - before;
        }
        long nanos = System.nanoTime() - start;
        return score(count, nanos, costBefore);
    }

    /** Warms up runs until their rate is steady, and measures as many as fill the windows. */
    Score measureRuns(Callable<Run> runs) throws Exception {
        warmUpBy(() -> runs.call().perSecond());
        Cost costBefore = Cost.now();
        long rows = 0;
        long nanos = 0;
        while (nanos < MEASURED_WINDOWS * clock.window().toNanos()) {
            Run run = runs.call();
            rows += run.rows;
            nanos += run.nanos;
        }
        return score(rows, nanos, costBefore);
    }

    /** Measures the cost of doing nothing: each second counts as an operation. */
    Score measureIdle() throws InterruptedException {
        // What ends after a burst has ended then.
        TimeUnit.NANOSECONDS.sleep(clock.window().toNanos());
        Cost costBefore = Cost.now();
        long start = System.nanoTime();
        for (int windows = 0; windows < IDLE_WINDOWS; windows++) {
            TimeUnit.NANOSECONDS.sleep(clock.window().toNanos());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Cost now = Cost.now();
        return new Score(1, now.cpuMicrosSince(costBefore, seconds), now.bytesSince(costBefore, seconds), 0, null);
    }

    private static Score score(long count, long nanos, Cost before) {
        if (count == 0) {
            throw new IllegalStateException("No operation ended while it was measured");
        }
        Cost now = Cost.now();
        return new Score(
                count * 1e9 / nanos,
                now.cpuMicrosSince(before, (double) count),
                now.bytesSince(before, (double) count),
                0,
                null);
    }
}
