package io.asyncsqlite.internal.engine;

/**
 * A counter of SQLite for one connection.
 *
 * @see <a href="https://www.sqlite.org/c3ref/c_dbstatus_options.html">Status parameters of connections</a>
 */
public enum Counter {
    /** Bytes of the page cache. */
    CACHE_USED(1),
    /** Bytes of the schema. */
    SCHEMA_USED(2),
    /** Bytes of prepared statements. */
    STMT_USED(3),
    /** Pages that were found in the cache. */
    CACHE_HIT(7),
    /** Pages that were not found in the cache. */
    CACHE_MISS(8),
    /** Pages that were written. */
    CACHE_WRITE(9),
    /** Pages that were written in the middle of a transaction, because the cache was full. */
    CACHE_SPILL(12);

    private final int code;

    Counter(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
