package io.asyncsqlite;

/**
 * What a checkpoint of the write-ahead log is to reach. None waits for a reader: see {@link Maintenance#checkpoint}.
 *
 * @see <a href="https://www.sqlite.org/c3ref/wal_checkpoint_v2.html">sqlite3_wal_checkpoint_v2</a>
 */
public enum CheckpointMode {
    /** Copies the pages that no reader needs any more. */
    PASSIVE,
    /** Copies all pages. Incomplete while a reader uses an older state. */
    FULL,
    /** As FULL, and has the next write start the log anew. Incomplete while a reader uses the log. */
    RESTART,
    /** As RESTART, and cuts the file of the log to 0 bytes. */
    TRUNCATE
}
