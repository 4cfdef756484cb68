package io.asyncsqlite.internal.engine;

/** How a transaction takes its locks. See <a href="https://www.sqlite.org/lang_transaction.html">BEGIN</a>. */
public enum BeginMode {
    /** Takes no lock until the first statement: the mode of a read. */
    DEFERRED,
    /** Takes the write lock at once. */
    IMMEDIATE,
    /** Takes the write lock at once and, unless the journal mode is WAL, keeps readers out. */
    EXCLUSIVE
}
