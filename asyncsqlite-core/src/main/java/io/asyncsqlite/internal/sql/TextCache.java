package io.asyncsqlite.internal.sql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Keeps the results of reading SQL texts, up to a number of texts and of bytes. Thread-safe.
 *
 * <p>A program usually has few SQL texts, which stay here. When either limit is reached the cache is cleared, so a program that
 * generates texts only loses the time to read each again. A text that alone would take a considerable part of the bytes is not
 * kept.
 *
 * @param <V> the result of reading a text
 */
public final class TextCache<V> {

    private static final int MAX_TEXTS = 2_048;
    private static final long MAX_BYTES = 4L << 20;
    private static final long MAX_BYTES_OF_ONE = MAX_BYTES / 32;

    private final Map<String, V> values = new ConcurrentHashMap<>();
    private final Function<String, V> reader;
    private final ToLongFunction<V> size;

    // Guarded by this.
    private long bytes;

    /**
     * Creates an empty cache.
     *
     * @param reader reads a text; its exceptions are not kept
     * @param size estimates the bytes of a result, with its text
     */
    public TextCache(Function<String, V> reader, ToLongFunction<V> size) {
        this.reader = reader;
        this.size = size;
    }

    /**
     * Returns the result for a text, read now or earlier.
     *
     * @param sql SQL text
     * @return the result of the reader
     */
    public V get(String sql) {
        V known = values.get(sql);
        if (known != null) {
            return known;
        }
        V value = reader.apply(sql);
        long added = size.applyAsLong(value);
        if (added <= MAX_BYTES_OF_ONE) {
            put(sql, value, added);
        }
        return value;
    }

    /**
     * Returns how much is kept.
     *
     * @return bytes, as the sizes say
     */
    public synchronized long bytes() {
        return bytes;
    }

    private synchronized void put(String sql, V value, long added) {
        if (values.size() >= MAX_TEXTS || bytes + added > MAX_BYTES) {
            values.clear();
            bytes = 0;
        }
        if (values.putIfAbsent(sql, value) == null) {
            bytes += added;
        }
    }
}
