package io.asyncsqlite.internal.operation;

import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.sql.PragmaUse;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** An operation that one transaction can hold together with others, or that SQLite runs only outside of one. */
public abstract class StatementOperation<T> extends Operation<T> {

    private final SqlStatement statement;

    public StatementOperation(Executor executor, SqlStatement statement, long bytes) {
        super(executor, statement.kind() == StatementKind.READ ? OperationKind.READ : OperationKind.WRITE, bytes);
        this.statement = statement;
    }

    public final StatementKind statementKind() {
        return statement.kind();
    }

    public final @Nullable PragmaUse pragma() {
        return statement.pragma();
    }

    @Override
    public final boolean shareable() {
        return statement.kind() == StatementKind.READ || statement.kind() == StatementKind.WRITE;
    }

    @Override
    public final String sql() {
        return statement.text();
    }
}
