package io.asyncsqlite.internal.connection;

import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.change.CommitWatch;
import io.asyncsqlite.internal.engine.Ability;
import io.asyncsqlite.internal.engine.Engine;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.OpenRequest;
import io.asyncsqlite.internal.function.Definitions;
import java.nio.file.Path;

/** Opens files in which a content of a database is prepared, with the functions and collations of the database. Nothing protects them. */
public final class ScratchConnections {

    private final Engine engine;
    private final SqliteOptions options;
    private final Counters counters;
    private final Definitions definitions;

    public ScratchConnections(Engine engine, SqliteOptions options, Counters counters, Definitions definitions) {
        this.engine = engine;
        this.options = options;
        this.counters = counters;
        this.definitions = definitions;
    }

    /** Throws if the engine opens no files, so that no content can be copied to one or from one. */
    public void refuseWithoutFiles() {
        engine.require(Ability.BACKUP);
    }

    /** Opens an empty file that no other connection opens. */
    public DatabaseConnection open(Path file) {
        try {
            EngineConnection opened = engine.open(new OpenRequest(file, false, attempts -> false));
            try {
                new ConnectionExtras(options).apply(opened);
                DatabaseConnection connection = new DatabaseConnection(
                        opened, new LockWait(0), options.name(), counters, definitions, new CommitWatch());
                connection.pragma("PRAGMA trusted_schema=" + (options.trustedSchema() ? "ON" : "OFF"));
                connection.pragma("PRAGMA journal_mode=OFF");
                connection.pragma("PRAGMA synchronous=OFF");
                return connection;
            } catch (EngineException | RuntimeException | Error e) {
                opened.close();
                throw e;
            }
        } catch (EngineException e) {
            throw new DatabaseOpenException(
                    "A file for a content of database '" + options.name() + "' cannot be opened: " + e.getMessage(),
                    new ResultCode(e.code()),
                    e);
        }
    }
}
