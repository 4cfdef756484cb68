package io.asyncsqlite.internal.statement;

import io.asyncsqlite.internal.sql.SqlStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement and the values for its parameters, in SQLite's order, as SQLite stores them.
 *
 * @param values of a batch empty
 * @param batch the values of each run, of a statement that runs once for each set of values; otherwise null
 * @param bytes estimated size in memory
 * @param withDeclaredTypes whether its rows are to know the declared types of their columns
 * @param chunkSize how many rows a stream reads first
 */
@SuppressWarnings("ArrayRecordComponent") // Bindings use the array as it is, and the records are never compared.
public record BoundStatement(
        SqlStatement statement,
        @Nullable Object[] values,
        @Nullable List<@Nullable Object[]> batch,
        long bytes,
        boolean withDeclaredTypes,
        ChunkSize chunkSize) {

    private static final @Nullable Object[] NO_VALUES = {};

    public BoundStatement(SqlStatement statement, @Nullable Object[] values, long bytes) {
        this(statement, values, null, bytes, false, ChunkSize.DEFAULT);
    }

    /** Makes a statement that runs once for each set of values. */
    public static BoundStatement batch(SqlStatement statement, List<@Nullable Object[]> sets, long bytes) {
        return new BoundStatement(statement, NO_VALUES, sets, bytes, false, ChunkSize.DEFAULT);
    }

    public BoundStatement withTypes() {
        return new BoundStatement(statement, values, batch, bytes, true, chunkSize);
    }

    public BoundStatement inChunksOf(ChunkSize size) {
        return new BoundStatement(statement, values, batch, bytes, withDeclaredTypes, size);
    }

    public String sql() {
        return statement.text();
    }
}
