package io.asyncsqlite.testing;

import io.asyncsqlite.internal.engine.AuthorizationQuestion;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.engine.Counter;
import io.asyncsqlite.internal.engine.EngineBackup;
import io.asyncsqlite.internal.engine.EngineBlob;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineFile;
import io.asyncsqlite.internal.engine.EngineFunction;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.engine.TraceListener;
import java.nio.file.Path;
import java.util.Comparator;
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
    public void attach(String uri, String schema) throws EngineException {
        real.attach(uri, schema);
    }

    @Override
    public long totalChanges() throws EngineException {
        return real.totalChanges();
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
    public void createFunction(EngineFunction function) throws EngineException {
        real.createFunction(function);
    }

    @Override
    public void removeFunction(String name, int arguments) throws EngineException {
        real.removeFunction(name, arguments);
    }

    @Override
    public void createCollation(String name, Comparator<String> order) throws EngineException {
        real.createCollation(name, order);
    }

    @Override
    public void removeCollation(String name) throws EngineException {
        real.removeCollation(name);
    }

    @Override
    public EngineBlob openBlob(String database, String table, String column, long rowid, boolean writable)
            throws EngineException {
        return real.openBlob(database, table, column, rowid, writable);
    }

    @Override
    public @Nullable EngineBackup backupTo(Path file) throws EngineException {
        return real.backupTo(file);
    }

    @Override
    public @Nullable EngineFile file() throws EngineException {
        return real.file();
    }

    @Override
    public void replaceBy(Path file, BooleanSupplier stop) throws EngineException {
        real.replaceBy(file, stop);
    }

    @Override
    public void loadExtension(Path file, @Nullable String entryPoint) throws EngineException {
        real.loadExtension(file, entryPoint);
    }

    @Override
    public int limit(int number, int value) throws EngineException {
        return real.limit(number, value);
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
    public boolean watchInserts(@Nullable String table) throws EngineException {
        return real.watchInserts(table);
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
