package io.asyncsqlite;

/**
 * How far a backup is.
 *
 * @param copiedBytes bytes that were copied so far
 * @param totalBytes size of the database; a compact copy ends up smaller
 */
public record BackupProgress(long copiedBytes, long totalBytes) {}
