package io.asyncsqlite;

import io.asyncsqlite.engine.Engine;

/** Opens databases whose engine a test in another package wraps. */
public final class EngineAccess {

    private EngineAccess() {}

    public static AsyncSqlite open(SqliteOptions options, Engine engine) {
        return LocalSqlite.open(options, engine);
    }
}
