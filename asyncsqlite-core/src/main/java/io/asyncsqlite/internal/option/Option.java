package io.asyncsqlite.internal.option;

import java.time.Duration;

/**
 * An option that has a range. The constants are the table of these options.
 *
 * @param name its name, also that of its methods
 * @param range the values that it may have
 * @param initial its default
 * @param <T> type of the values
 */
public record Option<T extends Comparable<T>>(String name, Range<T> range, T initial) {

    public static final Option<Duration> BUSY_TIMEOUT = new Option<>(
            "busyTimeout",
            // SQLite takes milliseconds as an int.
            new Range<>(Duration.ZERO, Duration.ofMillis(Integer.MAX_VALUE), "from 0 to 24 days"),
            Duration.ofSeconds(5));

    public static final Option<Integer> READERS = new Option<>(
            "readers",
            Range.upTo(64),
            Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors())));

    public static final Option<Integer> STREAM_CONNECTIONS = new Option<>("streamConnections", Range.upTo(1024), 64);

    public static final Option<Integer> MAX_CONNECTIONS = new Option<>("maxConnections", Range.upTo(10_000), 64);

    /** {@code OperationQueue} counts operations in 24 bits. */
    public static final Option<Integer> QUEUE_CAPACITY = new Option<>("queueCapacity", Range.upTo(10_000_000), 10_000);

    /**
     * {@code OperationQueue} counts bytes in 38 bits. The default is small enough for the two queues, the results and the largest transaction of a
     * program with a small heap.
     */
    public static final Option<Long> QUEUE_BYTES = new Option<>(
            "queueBytes",
            new Range<>(1L, 1L << 37, "from 1 to 137438953472 (128 GiB)"),
            Math.max(1L << 20, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8)));

    public static final Option<Duration> QUEUE_TIMEOUT = new Option<>("queueTimeout", Range.TIME, Duration.ZERO);

    public static final Option<Duration> OPERATION_TIMEOUT =
            new Option<>("operationTimeout", Range.POSITIVE_TIME, Duration.ofSeconds(30));

    public static final Option<Duration> TRANSACTION_TIMEOUT =
            new Option<>("transactionTimeout", Range.POSITIVE_TIME, Duration.ofSeconds(10));

    public static final Option<Duration> STREAM_TIMEOUT =
            new Option<>("streamTimeout", Range.POSITIVE_TIME, Duration.ofSeconds(60));

    public static final Option<Duration> WATCH_INTERVAL = new Option<>("watchInterval", Range.TIME, Duration.ZERO);

    public static final Option<Duration> SLOW_OPERATION_TIME =
            new Option<>("slowOperationTime", Range.POSITIVE_TIME, Duration.ofMillis(250));

    /**
     * Checks a value.
     *
     * @throws IllegalArgumentException if it is out of the range
     */
    public void check(T value) {
        range.check(name, value);
    }
}
