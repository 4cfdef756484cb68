package io.asyncsqlite.testing;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.internal.engine.Engine;

/** Opens databases whose engine a test in another package wraps. */
public final class EngineAccess {

    private EngineAccess() {}

    public static AsyncSqlite open(SqliteOptions options, Engine engine) {
        return DatabaseHandle.open(options, engine);
    }
}
