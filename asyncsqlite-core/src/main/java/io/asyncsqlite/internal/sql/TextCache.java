package io.asyncsqlite.internal.sql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Remembers what was read from SQL texts, up to a number of texts and of bytes. Thread-safe.
 *
 * <p>A program has few SQL texts, which stay here. One that makes them up loses only the time to read each again: when either limit is reached all
 * are forgotten. A text that alone would take a considerable part of the bytes is not kept.
 *
 * @param <V> what is read from a text
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
     * @param reader reads a text; what it throws is not kept
     * @param size estimates the bytes of what was read, with its text
     */
    public TextCache(Function<String, V> reader, ToLongFunction<V> size) {
        this.reader = reader;
        this.size = size;
    }

    /**
     * Returns what a text says, read now or earlier.
     *
     * @param sql SQL text
     * @return what the reader returned
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
