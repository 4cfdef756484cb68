package io.asyncsqlite;

/**
 * When SQLite waits for the disk. It is about the database file that was opened: one that is attached keeps SQLite's default, FULL, until
 * {@code PRAGMA name.synchronous} sets it. See <a href="https://www.sqlite.org/pragma.html#pragma_synchronous">synchronous</a>.
 */
public enum Synchronous {
    /** Never: a power loss can corrupt the database. */
    OFF(0),
    /** At checkpoints: a power loss can undo the latest commits, and corrupts nothing in WAL mode. */
    NORMAL(1),
    /**
     * At each commit: an acknowledged write survives a power loss. The default. With a rollback journal SQLite's own FULL can lose the latest
     * commits: there the connections are set to EXTRA, and {@code PRAGMA synchronous} answers 3.
     */
    FULL(2),
    /** As FULL, and for the directory after a rollback journal was deleted. With a write-ahead log the same as FULL. */
    EXTRA(3);

    private final int level;

    Synchronous(int level) {
        this.level = level;
    }

    /**
     * Returns what SQLite answers to {@code PRAGMA synchronous}.
     *
     * @return the number of the setting
     */
    public int level() {
        return level;
    }
}
