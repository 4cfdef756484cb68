package io.asyncsqlite.benchmarks.load;

import io.asyncsqlite.benchmarks.plan.Latency;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** What a load has done. Thread-safe. */
public final class Counted {

    /** Times are kept to three digits. */
    private static final int DIGITS = 3;

    private static final double NANOS_PER_MICRO = 1e3;

    private final boolean withTimes;
    private final LongAdder operations = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final Recorder times = new Recorder(DIGITS);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Counts without the times of operations in flight, which would cost time themselves. */
    public Counted() {
        this(false);
    }

    private Counted(boolean withTimes) {
        this.withTimes = withTimes;
    }

    /** Counts, and notes the times also of operations in flight. */
    public static Counted withTimes() {
        return new Counted(true);
    }

    /** Returns the time at which an operation in flight begins, or 0 if it is of no interest. */
    long begins() {
        return withTimes ? System.nanoTime() : 0;
    }

    /** Notes how long an operation in flight took. */
    void ended(long begun) {
        if (withTimes) {
            took(System.nanoTime() - begun);
        }
    }

    /** Counts an operation whose outcome is known. */
    void completed(boolean write) {
        completed(1, write);
    }

    /** Counts operations whose outcomes are known. */
    void completed(long count, boolean write) {
        operations.add(count);
        if (write) {
            writes.add(count);
        }
    }

    /** Notes how long something took that is looked at one by one. */
    void took(long nanos) {
        times.recordValue(Math.max(nanos, 0));
    }

    /** Returns what {@link #took} noted since the call before, or null if that is nothing. */
    public @Nullable Latency latency() {
        Histogram noted = times.getIntervalHistogram();
        if (noted.getTotalCount() == 0) {
            return null;
        }
        return new Latency(
                micros(noted.getValueAtPercentile(50)),
                micros(noted.getValueAtPercentile(99)),
                micros(noted.getValueAtPercentile(99.9)),
                micros(noted.getMaxValue()));
    }

    private static double micros(long nanos) {
        return nanos / NANOS_PER_MICRO;
    }

    void retried(long count) {
        retries.add(count);
    }

    void failed(Throwable reason) {
        failure.compareAndSet(null, reason);
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    public long operations() {
        return operations.sum();
    }

    /** Returns how many operations each left a row. */
    public long writes() {
        return writes.sum();
    }

    /** As {@link #operations}, but throws if an operation has failed. */
    public long operationsUnlessFailed() {
        requireNoFailure();
        return operations();
    }

    public long retries() {
        return retries.sum();
    }

    /** Throws if an operation has failed. */
    void requireNoFailure() {
        Throwable reason = failure.get();
        if (reason != null) {
            throw new IllegalStateException("An operation failed: " + reason, reason);
        }
    }
}
