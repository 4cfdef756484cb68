package io.asyncsqlite.internal.operation;

import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.sql.SqlScript;
import io.asyncsqlite.internal.sql.StatementKind;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs several statements. */
public final class ScriptOperation extends Operation<Void> {

    private static final String SAVEPOINT = "asyncsqlite_script";

    private final SqlScript script;

    public ScriptOperation(Executor executor, SqlScript script) {
        super(executor, OperationKind.WRITE, script.bytes());
        this.script = script;
    }

    @Override
    public StatementKind statementKind() {
        return script.needsNoTransaction() ? StatementKind.OUTSIDE_TRANSACTION : StatementKind.WRITE;
    }

    @Override
    public boolean shareable() {
        return script.isShareable() && !script.needsNoTransaction();
    }

    @Override
    public @Nullable Object work(DatabaseConnection connection) throws Exception {
        if (connection.transaction().isOpen()) {
            runInside(connection, script);
            return null;
        }
        Callable<@Nullable Object> statements = () -> {
            connection.executeScript(script);
            return null;
        };
        Callable<@Nullable Object> transaction =
                () -> connection.transaction().run(BeginMode.IMMEDIATE, script.text(), statements);
        return script.foreignKeysOff() ? connection.transaction().withoutForeignKeys(transaction) : transaction.call();
    }

    /** Runs a script in the open transaction, all or nothing. */
    public static void runInside(DatabaseConnection connection, SqlScript script) throws Exception {
        connection.transaction().runInSavepoint(SAVEPOINT, () -> {
            connection.executeScript(script);
            return true;
        });
    }

    @Override
    public String sql() {
        return script.text();
    }
}
