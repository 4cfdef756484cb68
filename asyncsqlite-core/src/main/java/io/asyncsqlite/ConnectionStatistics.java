package io.asyncsqlite;

/**
 * SQLite's counters for one connection since it was opened. SQLite's counters begin again at 0 after 2,147,483,647.
 *
 * @param cacheBytes memory that its page cache takes now
 * @param cacheHits pages that it found in its cache
 * @param cacheMisses pages that it had to read: if they are many beside the hits, the cache is too small
 * @param cacheWrites pages that it wrote to the log or the file
 * @param cacheSpills pages that it wrote before a COMMIT because its cache was full: transactions are large
 * @param schemaBytes memory that the schema takes now
 * @param statementBytes memory that its prepared statements take now
 * @see <a href="https://www.sqlite.org/c3ref/c_dbstatus_options.html">Status parameters of connections</a>
 */
public record ConnectionStatistics(
        long cacheBytes,
        long cacheHits,
        long cacheMisses,
        long cacheWrites,
        long cacheSpills,
        long schemaBytes,
        long statementBytes) {}
