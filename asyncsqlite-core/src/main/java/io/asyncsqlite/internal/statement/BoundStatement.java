package io.asyncsqlite.internal.statement;

import io.asyncsqlite.internal.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * A statement and the values for its parameters, in SQLite's order, as SQLite stores them.
 *
 * @param bytes estimated size in memory
 * @param withDeclaredTypes whether its rows are to know the declared types of their columns
 * @param chunkSize how many rows a stream reads first
 */
@SuppressWarnings("ArrayRecordComponent") // Bindings use the array as it is, and the records are never compared.
public record BoundStatement(
        SqlStatement statement, @Nullable Object[] values, long bytes, boolean withDeclaredTypes, ChunkSize chunkSize) {

    public BoundStatement(SqlStatement statement, @Nullable Object[] values, long bytes) {
        this(statement, values, bytes, false, ChunkSize.DEFAULT);
    }

    public BoundStatement withTypes() {
        return new BoundStatement(statement, values, bytes, true, chunkSize);
    }

    public BoundStatement inChunksOf(ChunkSize size) {
        return new BoundStatement(statement, values, bytes, withDeclaredTypes, size);
    }

    public String sql() {
        return statement.text();
    }
}
