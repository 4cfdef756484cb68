package io.asyncsqlite.internal;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.SqliteProvider;

/** Opens databases in files of this machine, and in memory. */
public final class LocalProvider implements SqliteProvider {

    /** For the service loader. */
    public LocalProvider() {}

    @Override
    public AsyncSqlite open(SqliteOptions options) {
        return DatabaseHandle.open(options);
    }
}
