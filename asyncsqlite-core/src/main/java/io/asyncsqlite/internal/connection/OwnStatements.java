package io.asyncsqlite.internal.connection;

import io.asyncsqlite.ResultCode;
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

    /** Reads as {@link #pragmaRow}, but waits for a lock no longer than the given time. */
    @Nullable
    Object[] pragmaRow(String sql, long nanosForLock) throws EngineException {
        lockWait.waitAtMost(nanosForLock);
        try {
            return pragmaRow(sql);
        } finally {
            lockWait.resetTimeout();
            lockWait.ended();
        }
    }

    /** Runs a PRAGMA or a query, and returns its only row, empty if there is none. The user's authorizer is not asked. */
    @Nullable
    Object[] pragmaRow(String sql) throws EngineException {
        List<@Nullable Object[]> rows = rows(sql, 1);
        return rows.isEmpty() ? new Object[0] : rows.get(0);
    }

    /** Sets whether foreign keys are enforced, and returns whether they were. */
    String setForeignKeys(String on) throws EngineException {
        String before = pragma("PRAGMA foreign_keys");
        pragma("PRAGMA foreign_keys=" + on);
        if (!pragma("PRAGMA foreign_keys").equals(on)) {
            throw new EngineException(ResultCode.ERROR, "PRAGMA foreign_keys has no effect");
        }
        return before;
    }

    /** Runs a query whose parameters are NULL, and returns its rows. The user's authorizer is not asked. */
    List<@Nullable Object[]> rows(String sql) throws EngineException {
        return rows(sql, Integer.MAX_VALUE);
    }

    private List<@Nullable Object[]> rows(String sql, int limit) throws EngineException {
        hooks.suspend(true);
        try (EngineStatement statement = engine.prepare(sql)) {
            List<@Nullable Object[]> rows = new ArrayList<>(1);
            if (statement.execute(new Object[statement.parameterCount()])) {
                statement.fetch(limit, rows);
            }
            return rows;
        } finally {
            hooks.suspend(false);
        }
    }
}
