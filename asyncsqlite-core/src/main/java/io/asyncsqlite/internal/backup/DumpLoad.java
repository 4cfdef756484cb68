package io.asyncsqlite.internal.backup;

import io.asyncsqlite.BackupException.Reason;
import io.asyncsqlite.internal.backup.BackupTarget.Purpose;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.sql.FileTarget;
import io.asyncsqlite.internal.sql.SqlScript;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.sql.UnacceptableSqlException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Runs the statements of a dump in one transaction of a file of their own. Worker thread only. */
final class DumpLoad {

    /** The frame of a dump. The transaction is that of the library. */
    private static final Pattern FRAME = Pattern.compile("(?i)\\s*(BEGIN|COMMIT|END)(\\s+TRANSACTION)?\\s*;?\\s*");

    /** What a dump sets: in the file, or for its own statements. */
    private static final Pattern SETTING = Pattern.compile(
            "(?i)\\s*PRAGMA\\s+(foreign_keys|writable_schema|encoding|auto_vacuum|user_version|application_id)"
                    + "\\s*=\\s*('[\\w-]+'|-?\\w+)\\s*;?\\s*");

    private final Operation<?> operation;
    private final DatabaseConnection connection;

    DumpLoad(Operation<?> operation, DatabaseConnection connection) {
        this.operation = operation;
        this.connection = connection;
    }

    /** Loads all, and checks the result. */
    void load(DumpReader dump, long pageSize) throws EngineException, InterruptedException {
        connection.pragma("PRAGMA page_size=" + pageSize);
        String element;
        while ((element = dump.next(operation)) != null) {
            run(element);
        }
        connection.interrupter().checkStop(operation.sql());
        begin();
        connection.transaction().commit(operation.sql());
        connection.pragma("PRAGMA writable_schema=RESET");
        String found = connection.pragma("PRAGMA quick_check(1)");
        if (!found.equals("ok")) {
            throw Purpose.REPLACE.failure(
                    Path.of(connection.database()), Reason.DAMAGED, "the dump makes no sound database: " + found, null);
        }
    }

    private void run(String element) throws EngineException {
        if (SETTING.matcher(element).matches()) {
            connection.pragma(element);
        } else if (!FRAME.matcher(element).matches()) {
            parsed(element).forEach(this::run);
        }
    }

    private static List<SqlStatement> parsed(String element) {
        try {
            return SqlStatement.parseAll(element);
        } catch (UnacceptableSqlException e) {
            throw Failures.invalidStatement(String.valueOf(e.getMessage()), element, e);
        }
    }

    private void run(SqlStatement statement) {
        if (statement.pragma() != null
                || statement.kind() == StatementKind.OUTSIDE_TRANSACTION
                || FileTarget.of(statement) != null) {
            throw Failures.invalidStatement("It is no statement of a dump", statement.text(), null);
        }
        // Only now: encoding and auto_vacuum are set before the first page is written.
        begin();
        String sql = statement.text();
        connection.executeScript(new SqlScript(sql, new int[] {0, sql.length()}, false, false, true));
    }

    private void begin() {
        if (!connection.transaction().isOpen()) {
            connection.transaction().begin(BeginMode.IMMEDIATE);
        }
    }
}
