package io.asyncsqlite.internal.connection;

import io.asyncsqlite.WriteResult;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.Sized;

/** The rows of a statement, and what it changed. */
public record WrittenRows(Rows found, WriteResult written) implements Sized {

    @Override
    public long bytes() {
        return found.bytes();
    }

    @Override
    public int rows() {
        return found.rows();
    }
}
