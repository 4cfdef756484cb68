package io.asyncsqlite.internal.connection;

import io.asyncsqlite.internal.engine.Engine;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.engine.OpenRequest;
import io.asyncsqlite.internal.file.DatabaseFile;
import io.asyncsqlite.internal.log.Log;

/** The empty log that reading connections leave beside a file. */
final class LeftLog {

    private static final Log LOG = Log.of(LeftLog.class);

    private LeftLog() {}

    /** Removes it, if there is one. Closing a connection that may write removes it, unless it is in use. */
    static void delete(Engine engine, DatabaseFile file, String database) {
        if (!file.leavesLogBehind()) {
            return;
        }
        try (EngineConnection last = engine.open(new OpenRequest(file.real(), false, attempts -> false));
                EngineStatement read = last.prepare("PRAGMA schema_version")) {
            read.execute(new Object[0]);
        } catch (EngineException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "The empty log of database '" + database + "' stays", e);
        }
    }
}
