package io.asyncsqlite;

import io.asyncsqlite.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * A statement and the values for its parameters, in SQLite's order, as SQLite stores them.
 *
 * @param bytes estimated size in memory
 * @param withDeclaredTypes whether its rows are to know the declared types of their columns
 * @param chunkSize how many rows a stream reads first
 */
@SuppressWarnings("ArrayRecordComponent") // Bindings take the array as it is, and nobody compares them.
record BoundStatement(
        SqlStatement statement, @Nullable Object[] values, long bytes, boolean withDeclaredTypes, ChunkSize chunkSize) {

    BoundStatement(SqlStatement statement, @Nullable Object[] values, long bytes) {
        this(statement, values, bytes, false, ChunkSize.DEFAULT);
    }

    BoundStatement withTypes() {
        return new BoundStatement(statement, values, bytes, true, chunkSize);
    }

    BoundStatement inChunksOf(ChunkSize size) {
        return new BoundStatement(statement, values, bytes, withDeclaredTypes, size);
    }

    String sql() {
        return statement.text();
    }
}
