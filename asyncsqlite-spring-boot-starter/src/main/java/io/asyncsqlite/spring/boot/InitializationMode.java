package io.asyncsqlite.spring.boot;

/** When the scripts of {@code asyncsqlite.init} run. */
public enum InitializationMode {
    /** Each time the database is opened: for scripts that may be run again, such as CREATE TABLE IF NOT EXISTS. */
    ALWAYS,
    /** If the database has no table yet. */
    EMPTY,
    /** Not at all. */
    NEVER
}
