package io.asyncsqlite.samples.shortlinks.backup;

import java.time.Instant;

/**
 * A backup that was made.
 *
 * @param name of the file
 * @param bytes its size
 * @param at when it was complete
 */
record BackupFile(String name, long bytes, Instant at) {}
