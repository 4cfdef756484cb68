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
        Callable<@Nullable Object> statements = () -> {
            connection.executeScript(script);
            return null;
        };
        if (connection.transaction().isOpen()) {
            return connection.transaction().runInSavepoint(SAVEPOINT, statements);
        }
        Callable<@Nullable Object> transaction =
                () -> connection.transaction().run(BeginMode.IMMEDIATE, script.text(), statements);
        return script.foreignKeysOff() ? connection.transaction().withoutForeignKeys(transaction) : transaction.call();
    }

    @Override
    public String sql() {
        return script.text();
    }
}
