package io.asyncsqlite.transfer;

/**
 * How far an import or export is, and what an export did in the end.
 *
 * @param rows rows of the source that are written; in an import with those that SQLite refused
 * @param bytes bytes of the text: read, in an import somewhat more than the rows have, or written
 */
public record TransferProgress(long rows, long bytes) {}
