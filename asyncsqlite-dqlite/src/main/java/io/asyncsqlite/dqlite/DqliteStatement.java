package io.asyncsqlite.dqlite;

import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that the leader has compiled. */
final class DqliteStatement implements EngineStatement {

    private final DqliteConnection connection;
    private final String sql;
    private final ServerStatement sentAs;
    private Compiled compiled;
    private List<String> columns = List.of();
    private @Nullable RowsOfQuery rows;
    private boolean closed;

    /**
     * What the server made of the text.
     *
     * @param id its number on the connection
     * @param schema the version of the schema, if its columns change with that
     */
    record Compiled(int id, int parameters, long schema) {}

    DqliteStatement(DqliteConnection connection, String sql, ServerStatement sentAs) throws EngineException {
        this.connection = connection;
        this.sql = sql;
        this.sentAs = sentAs;
        this.compiled = connection.compile(sql, sentAs);
    }

    @Override
    public int parameterCount() {
        return compiled.parameters();
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
        if (sentAs.namesAllColumns() && connection.schemaVersion() != compiled.schema()) {
            compileAgain();
        }
        RowsOfQuery opened = connection.query(this, values);
        columns = opened.columns();
        rows = opened;
        return hasRow(opened);
    }

    private void compileAgain() throws EngineException {
        int old = compiled.id();
        compiled = connection.compile(sql, sentAs);
        connection.finalizeStatement(old);
    }

    /** Returns the request that runs it. */
    Request request(@Nullable Object[] values) {
        int type = sentAs.givesRows() ? Request.QUERY : Request.EXEC;
        return new Request(type).halves(connection.database(), compiled.id()).values(values);
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
            connection.finalizeStatement(compiled.id());
        }
    }
}
