package io.asyncsqlite.internal.connection;

import io.asyncsqlite.BusyException;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineException.Loss;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.sql.SqlScript;
import org.jspecify.annotations.Nullable;

/** Turns errors of one connection into exceptions of the API. Worker thread only. */
final class StatementFailures {

    private final UserHooks hooks;
    private final String database;
    private @Nullable EngineException loss;

    StatementFailures(UserHooks hooks, String database) {
        this.hooks = hooks;
        this.database = database;
    }

    /** Returns how the connection was lost, or null. */
    @Nullable
    EngineException loss() {
        return loss;
    }

    /** Notes that the connection was lost. Of several failures the first tells how: later ones only meet the lost connection. */
    void noteLoss(EngineException e) {
        if (loss == null && e.loss() != Loss.NONE) {
            loss = e;
        }
    }

    /**
     * Tells whether changes of a failed statement stayed. SQLite undoes a failed statement, except for the earlier rows of one
     * with the conflict clause FAIL. Such rows show in the change count. Rows of a trigger that raised FAIL do not, but its error
     * code shows it.
     */
    static boolean leavesChanges(EngineException e, EngineConnection engine) {
        try {
            return e.loss() != Loss.NONE
                    || e.code() == ResultCode.CONSTRAINT_TRIGGER
                    || (e.primaryCode() == ResultCode.CONSTRAINT && engine.changes() != 0);
        } catch (EngineException unknown) {
            return true;
        }
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

    /**
     * Returns the exception for an error of a statement that runs once for each set of values.
     *
     * @param index the set with which it failed, from 0
     * @param count how many there are
     */
    StatementException inBatch(EngineException e, String sql, int index, int count) {
        return failure(e, ", at index " + index + " of " + count + " rows", sql, ErrorPlace.pointer(sql, e.offset()));
    }

    private StatementException failure(EngineException e, String where, String sql, String pointer) {
        hooks.explain(e);
        noteLoss(e);
        ResultCode code = new ResultCode(e.code());
        // The exception of the engine tells nothing more: the cause is only what user code threw inside of SQLite.
        String message = e.getMessage() + advice(e) + " (" + code + ") in database '" + database + "'" + where
                + ": the operation was rolled back" + Excerpt.shown(sql) + pointer;
        return switch (e.primaryCode()) {
            case ResultCode.CONSTRAINT -> constraint(e, message, code, sql);
            case ResultCode.BUSY -> new BusyException(message, code, sql, e.getCause());
            default -> new StatementException(message, code, sql, e.getCause());
        };
    }

    private static ConstraintException constraint(EngineException e, String message, ResultCode code, String sql) {
        ViolatedConstraint violated = ViolatedConstraint.of(e.code(), String.valueOf(e.getMessage()));
        return new ConstraintException(
                message, code, sql, violated.table(), violated.columns(), violated.name(), e.getCause());
    }

    private static String advice(EngineException e) {
        if (String.valueOf(e.getMessage()).startsWith("unsafe use of")) {
            return ", which SqliteOptions.trustedSchema allows to views, triggers and constraints, and"
                    + " SqlFunction.innocuous for a function of Java";
        }
        return switch (e.primaryCode()) {
            case ResultCode.BUSY -> e.code() == ResultCode.BUSY ? ", for longer than busyTimeout" : "";
            case ResultCode.FULL -> ", or an AUTOINCREMENT table has used its largest rowid";
            case ResultCode.TOOBIG -> ": a statement has at most 1,000,000 bytes, a value or row 1,000,000,000";
            default -> "";
        };
    }
}
