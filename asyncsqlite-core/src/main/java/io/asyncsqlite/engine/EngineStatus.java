package io.asyncsqlite.engine;

/**
 * What SQLite counts for one connection.
 *
 * @param cacheBytes memory of the page cache
 * @param cacheHits pages that were found in it
 * @param cacheMisses pages that were not
 * @param cacheWrites pages that were written to the disk
 * @param cacheSpills pages that were written in the middle of a transaction because the cache was full
 * @param schemaBytes memory of the schema
 * @param statementBytes memory of prepared statements
 * @see <a href="https://www.sqlite.org/c3ref/c_dbstatus_options.html">Status parameters of connections</a>
 */
public record EngineStatus(
        long cacheBytes,
        long cacheHits,
        long cacheMisses,
        long cacheWrites,
        long cacheSpills,
        long schemaBytes,
        long statementBytes) {}
