package io.asyncsqlite.testing;

import io.asyncsqlite.internal.engine.AuthorizationQuestion;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.engine.Counter;
import io.asyncsqlite.internal.engine.EngineBlob;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.engine.TraceListener;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Does everything as a real connection, but for the methods that a subclass overrides. */
public abstract class ForwardingConnection implements EngineConnection {

    private final EngineConnection real;

    protected ForwardingConnection(EngineConnection real) {
        this.real = real;
    }

    @Override
    public EngineStatement prepare(String sql) throws EngineException {
        return real.prepare(sql);
    }

    @Override
    public void executeScript(String sql) throws EngineException {
        real.executeScript(sql);
    }

    @Override
    public void begin(BeginMode mode) throws EngineException {
        real.begin(mode);
    }

    @Override
    public void commit() throws EngineException {
        real.commit();
    }

    @Override
    public void rollback() throws EngineException {
        real.rollback();
    }

    @Override
    public boolean inTransaction() throws EngineException {
        return real.inTransaction();
    }

    @Override
    public void onProgress(int steps, BooleanSupplier stop) throws EngineException {
        real.onProgress(steps, stop);
    }

    @Override
    public void onAuthorize(@Nullable AuthorizationQuestion question) throws EngineException {
        real.onAuthorize(question);
    }

    @Override
    public void onTrace(@Nullable TraceListener listener) throws EngineException {
        real.onTrace(listener);
    }

    @Override
    public EngineBlob openBlob(String database, String table, String column, long rowid, boolean writable)
            throws EngineException {
        return real.openBlob(database, table, column, rowid, writable);
    }

    @Override
    public int counter(Counter counter) throws EngineException {
        return real.counter(counter);
    }

    @Override
    public long changes() throws EngineException {
        return real.changes();
    }

    @Override
    public long lastInsertRowid() throws EngineException {
        return real.lastInsertRowid();
    }

    @Override
    public void close() throws EngineException {
        real.close();
    }
}
