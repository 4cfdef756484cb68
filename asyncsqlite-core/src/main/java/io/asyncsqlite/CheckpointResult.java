package io.asyncsqlite;

/**
 * What a checkpoint reached.
 *
 * @param complete whether it reached what its mode says; false if a reader, or another program, still needs the log
 * @param logPages pages in the log, 0 or more; 0 after TRUNCATE and without a write-ahead log
 * @param copiedPages pages of the log that are in the database file now, at most {@code logPages}
 */
public record CheckpointResult(boolean complete, long logPages, long copiedPages) {}
