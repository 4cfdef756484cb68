package io.asyncsqlite;

import io.asyncsqlite.engine.EngineException;
import io.asyncsqlite.engine.EngineStatement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A running query, read in chunks. Worker thread only. */
final class RowCursor implements ChunkedReading {

    private final DatabaseConnection connection;
    private final BoundStatement bound;
    private final EngineStatement statement;
    private final Columns columns;
    private boolean more;

    RowCursor(
            DatabaseConnection connection,
            BoundStatement bound,
            EngineStatement statement,
            Columns columns,
            boolean more) {
        this.connection = connection;
        this.bound = bound;
        this.statement = statement;
        this.columns = columns;
        this.more = more;
    }

    @Override
    public Columns columns() {
        return columns;
    }

    /** Returns the columns also of a query that gives no row. */
    Columns columnsOfNone() {
        try {
            return columns == Columns.NONE ? Columns.of(statement, bound.withDeclaredTypes()) : columns;
        } catch (EngineException e) {
            throw connection.statementFailed(e, bound.sql());
        }
    }

    @Override
    public boolean more() {
        return more;
    }

    @Override
    public List<@Nullable Object[]> read(int maxRows) {
        List<@Nullable Object[]> rows = new ArrayList<>(Math.min(maxRows, 64));
        if (more) {
            try {
                more = statement.fetch(maxRows, rows);
            } catch (EngineException e) {
                more = false;
                throw connection.statementFailed(e, bound.sql());
            }
        }
        return rows;
    }

    @Override
    public void close() {
        connection.release(bound.sql(), statement);
    }
}
