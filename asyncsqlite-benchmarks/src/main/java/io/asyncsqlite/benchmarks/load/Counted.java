package io.asyncsqlite.benchmarks.load;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a load has done. Thread-safe. */
public final class Counted {

    private final LongAdder operations = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Counts an operation whose outcome is known. */
    void completed(boolean write) {
        operations.increment();
        if (write) {
            writes.increment();
        }
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
