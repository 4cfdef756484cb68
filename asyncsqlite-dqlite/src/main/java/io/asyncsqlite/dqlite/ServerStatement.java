package io.asyncsqlite.dqlite;

import io.asyncsqlite.ResultCode;
import io.asyncsqlite.internal.engine.Ability;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.sql.ColumnTypes;
import io.asyncsqlite.internal.sql.FileTarget;
import io.asyncsqlite.internal.sql.Pragma;
import io.asyncsqlite.internal.sql.PragmaUse;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.SqlSummary;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.sql.UnacceptableSqlException;
import io.asyncsqlite.internal.sql.Words;
import java.util.Collections;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a statement is sent to a server, and which are not sent because they end its process.
 *
 * @param givesRows whether it is sent as a query
 * @param changesRows whether it is INSERT, REPLACE, UPDATE or DELETE
 * @param namesAllColumns whether it may give all columns of a table, so that its columns change with the schema
 * @param mayEndTransaction whether it can fail so that the server rolls back the whole transaction, by a clause of its own
 * @see <a href="https://github.com/canonical/dqlite/issues/733">dqlite 733</a>
 */
record ServerStatement(boolean givesRows, boolean changesRows, boolean namesAllColumns, boolean mayEndTransaction) {

    /** One of them is in every clause that rolls back the transaction, or keeps changes of a statement that fails: of a statement, a constraint or a trigger. */
    static final Set<String> ENDING_WORDS = Set.of("rollback", "fail");

    /** Also a multiplication, for which it costs a question. {@code count(*)} names no column. */
    private static final Pattern ALL_COLUMNS = Pattern.compile("(?<!\\()\\*");

    /** A server that reads a REAL or BLOB from such a column, or no integer from a BOOLEAN, ends itself, and so does the next leader. */
    private static final Set<String> HARMFUL_TYPES = Set.of("DATE", "DATETIME", "TIMESTAMP", "BOOLEAN");

    /** Others change the log or the file, which the servers copy among themselves. After a checkpoint the next COMMIT ends the process. */
    private static final Set<Pragma> SETTINGS = Set.of(
            Pragma.FOREIGN_KEYS,
            Pragma.DEFER_FOREIGN_KEYS,
            Pragma.QUERY_ONLY,
            Pragma.USER_VERSION,
            Pragma.APPLICATION_ID,
            Pragma.RECURSIVE_TRIGGERS);

    /**
     * Reads a statement.
     *
     * @throws EngineException if a server must not get it
     */
    static ServerStatement of(String sql) throws EngineException {
        SqlStatement statement;
        try {
            statement = SqlStatement.parse(sql);
        } catch (UnacceptableSqlException e) {
            // It controls a transaction.
            return other(false);
        }
        refuseHarmfulTypes(sql);
        PragmaUse pragma = statement.pragma();
        if (pragma != null) {
            return ofPragma(sql, pragma);
        }
        if (statement.kind() == StatementKind.OUTSIDE_TRANSACTION) {
            throw refusedOutsideTransaction(statement);
        }
        // With RETURNING it has to be a query: otherwise the next write ends the process of the leader.
        boolean givesRows = statement.returning() || statement.kind() == StatementKind.READ;
        return new ServerStatement(
                givesRows,
                statement.changesRows(),
                givesRows && ALL_COLUMNS.matcher(sql).find(),
                !Collections.disjoint(Words.names(sql), ENDING_WORDS));
    }

    /** Tells whether it changes rows and gives them. */
    boolean returning() {
        return changesRows && givesRows;
    }

    private static ServerStatement other(boolean givesRows) {
        return new ServerStatement(givesRows, false, false, true);
    }

    private static ServerStatement ofPragma(String sql, PragmaUse use) throws EngineException {
        if (use.acts() && !SETTINGS.contains(use.pragma())) {
            throw refused("PRAGMA " + use.pragma().pragmaName(), Ability.MAINTENANCE);
        }
        // A query without columns makes old servers end the connection at the next COMMIT.
        return other(sql.indexOf('=') < 0);
    }

    private static void refuseHarmfulTypes(String sql) throws EngineException {
        for (String type : ColumnTypes.of(sql)) {
            if (HARMFUL_TYPES.contains(type)) {
                throw new EngineException(
                        ResultCode.ERROR,
                        "a column of type " + type + " can end the processes of a dqlite cluster; declare it INTEGER or"
                                + " TEXT");
            }
        }
    }

    private static EngineException refusedOutsideTransaction(SqlStatement statement) {
        String verb = SqlSummary.of(statement.text()).operation();
        if (!verb.equals("VACUUM")) {
            return refused(verb, Ability.ATTACH);
        }
        return FileTarget.of(statement) == null
                ? refused(verb, Ability.MAINTENANCE)
                : refused("VACUUM INTO", Ability.BACKUP);
    }

    private static EngineException refused(String what, Ability ability) {
        return new EngineException(
                ResultCode.ERROR, what + " is not for clients of a dqlite cluster" + ability.explanation());
    }
}
