package io.asyncsqlite;

/** When SQLite waits for the disk. See <a href="https://www.sqlite.org/pragma.html#pragma_synchronous">synchronous</a>. */
public enum Synchronous {
    /** Never: a power loss can corrupt the database. */
    OFF(0),
    /** At checkpoints: a power loss can undo the latest commits, and corrupts nothing in WAL mode. */
    NORMAL(1),
    /** At each commit: an acknowledged write survives a power loss. The default. */
    FULL(2),
    /** As FULL, and the directory of a rollback journal too. */
    EXTRA(3);

    private final int level;

    Synchronous(int level) {
        this.level = level;
    }

    /** Returns what SQLite answers when asked for the setting. */
    int level() {
        return level;
    }
}
