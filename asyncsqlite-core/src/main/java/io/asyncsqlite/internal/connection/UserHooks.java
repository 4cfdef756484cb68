package io.asyncsqlite.internal.connection;

import io.asyncsqlite.Authorizer;
import io.asyncsqlite.StatementTrace;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import org.jspecify.annotations.Nullable;

/** What the user of a connection has set to be asked and told about statements. Worker thread only. */
public final class UserHooks {

    /** Sets or removes something. */
    public interface Setting {

        void in(UserHooks hooks) throws EngineException;
    }

    private final EngineConnection engine;
    private final StatementCache statements;
    private final String database;
    private @Nullable Authorization authorization;
    private boolean traced;

    UserHooks(EngineConnection engine, StatementCache statements, String database) {
        this.engine = engine;
        this.statements = statements;
        this.database = database;
    }

    /** Sets or removes what decides about statements. None may be running. */
    public void authorize(@Nullable Authorizer authorizer) throws EngineException {
        Authorization asked = authorizer == null ? null : new Authorization(authorizer);
        engine.onAuthorize(asked);
        authorization = asked;
        // Older versions of SQLite do not compile again what they were told to leave out, once nobody says so any more.
        statements.clear();
    }

    /** Sets or removes what is told of statements. */
    public void trace(@Nullable StatementTrace trace) throws EngineException {
        engine.onTrace(trace == null ? null : new Tracing(trace, database));
        traced = trace != null;
    }

    /** Has nobody asked about the statements that follow, which are the library's own, or has the user asked again. */
    void suspend(boolean suspend) {
        Authorization asked = authorization;
        if (asked != null) {
            asked.suspend(suspend);
        }
    }

    /** Notes what the authorizer threw, if that is why a statement failed. */
    void explain(EngineException failure) {
        Throwable thrown = authorization == null ? null : authorization.takeThrown();
        if (thrown != null && failure.getCause() == null) {
            failure.initCause(thrown);
        }
    }

    /** Removes all. */
    public void removeAll() throws EngineException {
        if (authorization != null) {
            authorize(null);
        }
        if (traced) {
            trace(null);
        }
    }
}
