package io.asyncsqlite;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A backup that was made.
 *
 * @param file the backup, with an absolute path
 * @param bytes its size
 * @param duration from the first page until the file was on the disk under its name
 */
public record BackupResult(Path file, long bytes, Duration duration) {}
