package io.asyncsqlite.internal.sql;

/** How a statement may be run. */
public enum StatementKind {
    /** Gives rows and never writes: SELECT, VALUES, EXPLAIN. */
    READ,
    /** Runs inside a transaction of the writer. */
    WRITE,
    /** Runs on the writer, outside a transaction unless one is there already. */
    PRAGMA,
    /** Runs on the writer, and SQLite refuses or ignores it inside a transaction: VACUUM, ATTACH, DETACH, some PRAGMAs. */
    OUTSIDE_TRANSACTION
}
