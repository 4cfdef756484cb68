package io.asyncsqlite.internal.option;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The values that a number or a time may have.
 *
 * @param least the smallest
 * @param greatest the largest
 * @param text the range in messages
 * @param <T> type of the values
 */
public record Range<T extends Comparable<T>>(T least, T greatest, String text) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** Every time that an operation can wait. */
    public static final Range<Duration> TIME = new Range<>(Duration.ZERO, LONGEST, "from 0 to 365 days");

    /** Every time in which an operation can end. */
    public static final Range<Duration> POSITIVE_TIME =
            new Range<>(Duration.ofNanos(1), LONGEST, "more than 0 and at most 365 days");

    /** Every number of rows to read at a time. */
    public static final Range<Integer> ROWS = new Range<>(1, Integer.MAX_VALUE, "at least 1");

    static Range<Integer> upTo(int greatest) {
        return new Range<>(1, greatest, "from 1 to " + greatest);
    }

    /**
     * Checks a value.
     *
     * @param name its name in the message
     * @param value the value
     * @throws IllegalArgumentException if it is out of the range
     */
    public void check(String name, T value) {
        if (value.compareTo(least) < 0 || value.compareTo(greatest) > 0) {
            throw new IllegalArgumentException(
                    name + " must be " + text + ", was " + (value instanceof Duration time ? Millis.of(time) : value));
        }
    }

    public static void checkPageSize(@Nullable Integer bytes) {
        require(
                bytes == null || (bytes >= 512 && bytes <= 65_536 && Integer.bitCount(bytes) == 1),
                "pageSize must be a power of two from 512 to 65536, was " + bytes);
    }

    public static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
