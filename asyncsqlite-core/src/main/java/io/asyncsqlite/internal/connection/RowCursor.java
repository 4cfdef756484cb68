package io.asyncsqlite.internal.connection;

import io.asyncsqlite.ResultCode;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A running query, read in chunks. Worker thread only. */
public final class RowCursor implements ChunkedReading {

    /** The errors of a query after which SQLite rolls back, see sqlite3VdbeHalt; it does not for an interrupted query. */
    private static final Set<Integer> ROLLING_BACK = Set.of(ResultCode.NOMEM, ResultCode.IOERR, ResultCode.FULL);

    private final DatabaseConnection connection;
    private final BoundStatement bound;
    private final EngineStatement statement;
    private final Columns columns;
    private boolean more;
    private @Nullable StatementException failure;

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

    /** Returns the columns, also of a query without rows. */
    public Columns columnsWithoutRows() {
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

    /**
     * Reads rows. An error that may have rolled the transaction back is thrown at once, because the rows before it may be undone.
     */
    @Override
    public List<@Nullable Object[]> read(int maxRows) {
        List<@Nullable Object[]> rows = new ArrayList<>(Math.min(maxRows, 64));
        if (more) {
            throwFailure();
            try {
                more = statement.fetch(maxRows, rows);
            } catch (EngineException e) {
                connection.undoUnread(bound);
                failure = connection.statementFailed(e, bound.sql());
                if (rows.isEmpty()
                        || mayHaveRolledBack(failure)
                        || bound.statement().kind() == StatementKind.WRITE) {
                    throwFailure();
                }
            } catch (RuntimeException | Error e) {
                more = false;
                connection.undoUnread(bound);
                throw e;
            }
        }
        return rows;
    }

    /** As {@link #read}, but every error is thrown at once, and rows before it are dropped. */
    List<@Nullable Object[]> readOrFail(int maxRows) {
        List<@Nullable Object[]> rows = read(maxRows);
        throwFailure();
        return rows;
    }

    /** Tells whether SQLite may have rolled the transaction back with this failure of a query. */
    public static boolean mayHaveRolledBack(SqliteException failure) {
        return failure instanceof StatementException failed
                && ROLLING_BACK.contains(failed.code().primary());
    }

    private void throwFailure() {
        StatementException met = failure;
        if (met != null) {
            more = false;
            throw met;
        }
    }

    @Override
    public @Nullable SqliteException failure() {
        return failure;
    }

    @Override
    public void close() {
        connection.release(bound.sql(), statement);
    }
}
