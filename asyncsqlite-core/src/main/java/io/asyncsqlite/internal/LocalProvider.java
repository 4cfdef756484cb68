package io.asyncsqlite.internal;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.SqliteProvider;
import io.asyncsqlite.internal.backup.Restoring;
import io.asyncsqlite.internal.engine.Engine;
import java.nio.file.Path;

/** Opens databases in files of this machine, and in memory. */
public final class LocalProvider implements SqliteProvider {

    /** For the service loader. */
    public LocalProvider() {}

    @Override
    public AsyncSqlite open(SqliteOptions options) {
        return DatabaseHandle.open(options);
    }

    @Override
    public void restore(Path backup, Path database) {
        Restoring.restore(Engine.fastest(), backup, database);
    }
}
