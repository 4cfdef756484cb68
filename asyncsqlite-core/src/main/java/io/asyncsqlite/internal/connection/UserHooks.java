package io.asyncsqlite.internal.connection;

import io.asyncsqlite.Authorizer;
import io.asyncsqlite.StatementTrace;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import org.jspecify.annotations.Nullable;

/** The authorizer and the trace that the user of a connection has set. Worker thread only. */
public final class UserHooks {

    /** A change of the hooks. */
    public interface Setting {

        void in(UserHooks hooks) throws EngineException;
    }

    private final EngineConnection engine;
    private final StatementCache statements;
    private final String database;
    private @Nullable Authorization authorization;
    private @Nullable Tracing tracing;

    UserHooks(EngineConnection engine, StatementCache statements, String database) {
        this.engine = engine;
        this.statements = statements;
        this.database = database;
    }

    /** Sets or removes the authorizer. No statement may be running. */
    public void authorize(@Nullable Authorizer authorizer) throws EngineException {
        Authorization asked = authorizer == null ? null : new Authorization(authorizer);
        engine.onAuthorize(asked);
        authorization = asked;
        // After an authorizer is removed, older versions of SQLite do not compile again: columns that it ignored
        // would stay NULL.
        statements.clear();
    }

    /** Sets or removes the trace. */
    public void trace(@Nullable StatementTrace trace) throws EngineException {
        Tracing told = trace == null ? null : new Tracing(trace, database);
        engine.onTrace(told);
        tracing = told;
    }

    /** Disables the user's authorizer and trace for internal statements, or enables them again. */
    void suspend(boolean suspend) {
        Authorization asked = authorization;
        if (asked != null) {
            asked.suspend(suspend);
        }
        Tracing told = tracing;
        if (told != null) {
            told.suspend(suspend);
        }
    }

    /** Adds the exception of the authorizer to the failure of a statement, if there is one. */
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
        if (tracing != null) {
            trace(null);
        }
    }
}
