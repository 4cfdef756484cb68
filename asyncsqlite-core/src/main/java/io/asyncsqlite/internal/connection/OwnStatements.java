package io.asyncsqlite.internal.connection;

import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the fixed statements of the library itself on one connection. Worker thread only. */
final class OwnStatements {

    private final EngineConnection engine;
    private final StatementCache statements;
    private final UserHooks hooks;
    private final LockWait lockWait;
    private final StatementFailures failures;

    OwnStatements(
            EngineConnection engine,
            StatementCache statements,
            UserHooks hooks,
            LockWait lockWait,
            StatementFailures failures) {
        this.engine = engine;
        this.statements = statements;
        this.hooks = hooks;
        this.lockWait = lockWait;
        this.failures = failures;
    }

    /** Runs a statement that controls a transaction, such as SAVEPOINT. */
    void control(String sql) {
        try {
            EngineStatement statement = statements.acquire(sql);
            try {
                statement.execute(new Object[0]);
            } finally {
                statements.release(sql, statement);
            }
        } catch (EngineException e) {
            throw failures.of(e, sql);
        }
    }

    /** Runs a PRAGMA or a query, and returns the first column of its only row, empty if there is no row. */
    String pragma(String sql) throws EngineException {
        @Nullable Object[] row = pragmaRow(sql);
        return row.length == 0 ? "" : String.valueOf(row[0]);
    }

    /** Reads as {@link #pragma}, but waits for no lock: for an optional statement. */
    String pragmaUnlessLocked(String sql) throws EngineException {
        lockWait.waitAtMost(0);
        try {
            return pragma(sql);
        } finally {
            lockWait.resetTimeout();
        }
    }

    /** Runs a PRAGMA or a query, and returns its only row, empty if there is none. The user's authorizer is not asked. */
    @Nullable
    Object[] pragmaRow(String sql) throws EngineException {
        hooks.suspend(true);
        try (EngineStatement statement = engine.prepare(sql)) {
            List<@Nullable Object[]> rows = new ArrayList<>(1);
            if (statement.execute(new Object[0])) {
                statement.fetch(1, rows);
            }
            return rows.isEmpty() ? new Object[0] : rows.get(0);
        } finally {
            hooks.suspend(false);
        }
    }
}
