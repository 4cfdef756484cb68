package io.asyncsqlite.engine;

/** Reads the counters of a connection. */
final class Status {

    private static final int CACHE_USED = 1;
    private static final int SCHEMA_USED = 2;
    private static final int STMT_USED = 3;
    private static final int CACHE_HIT = 7;
    private static final int CACHE_MISS = 8;
    private static final int CACHE_WRITE = 9;
    private static final int CACHE_SPILL = 12;

    private Status() {}

    static EngineStatus of(long db) {
        return new EngineStatus(
                Sqlite3.dbStatus(db, CACHE_USED),
                Sqlite3.dbStatus(db, CACHE_HIT),
                Sqlite3.dbStatus(db, CACHE_MISS),
                Sqlite3.dbStatus(db, CACHE_WRITE),
                Sqlite3.dbStatus(db, CACHE_SPILL),
                Sqlite3.dbStatus(db, SCHEMA_USED),
                Sqlite3.dbStatus(db, STMT_USED));
    }
}
