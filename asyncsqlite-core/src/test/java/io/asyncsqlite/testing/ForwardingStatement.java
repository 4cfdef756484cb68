package io.asyncsqlite.testing;

import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does everything as a real statement, but for the methods that a subclass overrides. */
public abstract class ForwardingStatement implements EngineStatement {

    private final EngineStatement real;

    protected ForwardingStatement(EngineStatement real) {
        this.real = real;
    }

    @Override
    public int parameterCount() {
        return real.parameterCount();
    }

    @Override
    public boolean isKnownToWrite() {
        return real.isKnownToWrite();
    }

    @Override
    public List<String> columnNames() throws EngineException {
        return real.columnNames();
    }

    @Override
    public List<@Nullable String> declaredTypes() throws EngineException {
        return real.declaredTypes();
    }

    @Override
    public boolean execute(@Nullable Object[] values) throws EngineException {
        return real.execute(values);
    }

    @Override
    public boolean fetch(int maxRows, List<@Nullable Object[]> sink) throws EngineException {
        return real.fetch(maxRows, sink);
    }

    @Override
    public void reset() {
        real.reset();
    }

    @Override
    public boolean isClosed() {
        return real.isClosed();
    }

    @Override
    public void close() {
        real.close();
    }
}
