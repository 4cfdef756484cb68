package io.asyncsqlite.dqlite;

import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that the leader has compiled. */
final class DqliteStatement implements EngineStatement {

    private final DqliteConnection connection;
    private final int id;
    private final int parameters;
    private final ServerStatement sentAs;
    private List<String> columns = List.of();
    private @Nullable RowsOfQuery rows;
    private boolean closed;

    DqliteStatement(DqliteConnection connection, int id, int parameters, ServerStatement sentAs) {
        this.connection = connection;
        this.id = id;
        this.parameters = parameters;
        this.sentAs = sentAs;
    }

    @Override
    public int parameterCount() {
        return parameters;
    }

    @Override
    public List<String> columnNames() {
        return columns;
    }

    @Override
    public List<@Nullable String> declaredTypes() {
        return Collections.nCopies(columns.size(), null);
    }

    @Override
    public boolean execute(@Nullable Object[] values) throws EngineException {
        if (!sentAs.givesRows()) {
            connection.execute(this, values);
            return false;
        }
        RowsOfQuery opened = connection.query(this, values);
        columns = opened.columns();
        rows = opened;
        return hasRow(opened);
    }

    /** Returns the request that runs it. */
    Request request(@Nullable Object[] values) {
        int type = sentAs.givesRows() ? Request.QUERY : Request.EXEC;
        return new Request(type).halves(connection.database(), id).values(values);
    }

    /** Tells whether others can be sent behind it before its answer has come. */
    boolean mayBeSentAhead() {
        return sentAs.changesRows() && !sentAs.givesRows() && !sentAs.mayEndTransaction();
    }

    boolean mayChangeSchema() {
        return !sentAs.changesRows() && !sentAs.givesRows();
    }

    @Override
    public boolean fetch(int maxRows, List<@Nullable Object[]> sink) throws EngineException {
        RowsOfQuery running = rows;
        if (running == null) {
            return false;
        }
        try {
            for (int i = 0; i < maxRows && running.hasRow(); i++) {
                sink.add(running.next());
            }
        } catch (EngineException e) {
            rows = null;
            throw e;
        }
        return hasRow(running);
    }

    private boolean hasRow(RowsOfQuery running) throws EngineException {
        try {
            boolean more = running.hasRow();
            rows = more ? running : null;
            return more;
        } catch (EngineException e) {
            rows = null;
            throw e;
        }
    }

    @Override
    public void reset() {
        RowsOfQuery running = rows;
        if (running != null) {
            rows = null;
            running.abandon();
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        reset();
        if (!closed) {
            closed = true;
            connection.finalizeStatement(id);
        }
    }
}
