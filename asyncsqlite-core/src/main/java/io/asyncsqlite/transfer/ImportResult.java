package io.asyncsqlite.transfer;

/**
 * What an import did.
 *
 * @param rows rows that were written
 * @param badLines lines that were left out, see {@link Import#withBadLines}
 * @param bytes size of the source
 */
public record ImportResult(long rows, long badLines, long bytes) {}
