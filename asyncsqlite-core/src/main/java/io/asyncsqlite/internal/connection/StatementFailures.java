package io.asyncsqlite.internal.connection;

import io.asyncsqlite.BusyException;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.sql.SqlScript;

/** Turns errors of one connection into exceptions of the API. Worker thread only. */
final class StatementFailures {

    private final UserHooks hooks;
    private final String database;

    StatementFailures(UserHooks hooks, String database) {
        this.hooks = hooks;
        this.database = database;
    }

    /**
     * Returns the exception for an error.
     *
     * @param sql the statement, or a description for messages
     */
    StatementException of(EngineException e, String sql) {
        return failure(e, "", sql, ErrorPlace.pointer(sql, e.offset()));
    }

    /**
     * Returns the exception for an error in a script.
     *
     * @param index the statement of the script, from 0
     */
    StatementException inScript(EngineException e, SqlScript script, int index) {
        String where = ", in statement " + (index + 1) + " of the script at line " + script.line(index);
        return failure(e, where, script.statement(index), "");
    }

    private StatementException failure(EngineException e, String where, String sql, String pointer) {
        hooks.explain(e);
        ResultCode code = new ResultCode(e.code());
        String message = e.getMessage() + advice(e) + " (" + code + ") in database '" + database + "'" + where
                + ": the operation was rolled back" + Excerpt.shown(sql) + pointer;
        return switch (e.primaryCode()) {
            case ResultCode.CONSTRAINT -> constraint(e, message, code, sql);
            case ResultCode.BUSY -> new BusyException(message, code, sql, e);
            default -> new StatementException(message, code, sql, e);
        };
    }

    private static ConstraintException constraint(EngineException e, String message, ResultCode code, String sql) {
        ViolatedConstraint violated = ViolatedConstraint.of(e.code(), String.valueOf(e.getMessage()));
        return new ConstraintException(message, code, sql, violated.table(), violated.columns(), violated.name(), e);
    }

    private static String advice(EngineException e) {
        if (String.valueOf(e.getMessage()).startsWith("unsafe use of")) {
            return ", which SqliteOptions.trustedSchema allows to views, triggers and constraints";
        }
        return switch (e.primaryCode()) {
            case ResultCode.FULL -> ", or an AUTOINCREMENT table has used its largest rowid";
            case ResultCode.TOOBIG -> ": a statement has at most 1,000,000 bytes, a value or row 1,000,000,000";
            default -> "";
        };
    }
}
