package io.asyncsqlite;

/**
 * A row of a {@link BulkWrite} that SQLite refused, and that was left out.
 *
 * @param index its place among the rows of the source, from 0
 * @param code SQLite's result code
 * @param reason SQLite's message, which names a table and columns, and holds none of the values
 */
public record RefusedRow(long index, ResultCode code, String reason) {}
