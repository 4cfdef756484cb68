package io.asyncsqlite;

import io.asyncsqlite.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * A statement and the values for its parameters, in SQLite's order, as SQLite stores them.
 *
 * @param bytes estimated size in memory
 */
@SuppressWarnings("ArrayRecordComponent") // Bindings take the array as it is, and nobody compares them.
record BoundStatement(SqlStatement statement, @Nullable Object[] values, long bytes) {

    String sql() {
        return statement.text();
    }
}
