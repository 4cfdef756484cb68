package io.asyncsqlite;

/** How SQLite keeps a transaction undoable. See <a href="https://www.sqlite.org/pragma.html#pragma_journal_mode">journal_mode</a>. */
public enum JournalMode {
    /** Write-ahead log: reads run beside writes. The default. */
    WAL,
    /**
     * Rollback journal: for file systems without shared memory. Reads and writes share one connection. A commit waits for the directory too, see
     * {@link Synchronous#FULL}.
     */
    DELETE,
    /**
     * The mode of the file, which does not change; so other programs keep it too. A new file gets DELETE, SQLite's own default.
     * Reads run beside writes if the mode is WAL.
     */
    KEEP
}
