package io.asyncsqlite.internal.operation;

import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.sql.PragmaUse;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs one statement. One transaction can hold it together with others, unless SQLite runs the statement only outside of one.
 *
 * @param <R> type of what the body returns
 * @param <T> type of the result
 */
public class StatementOperation<R, T> extends Operation<T> {

    private final SqlStatement statement;
    private final @Nullable Object[] values;
    private final ConnectionBody<R> body;
    private final Function<? super R, ? extends T> conversion;
    private @Nullable BoundStatement single;

    /**
     * Makes an operation.
     *
     * @param values what is bound, for logs
     * @param bytes estimated size of the statement and its values
     * @param body runs the statement on the worker's thread, once more each time its group was rolled back
     * @param conversion makes the result, on the callback executor
     */
    public StatementOperation(
            Executor executor,
            SqlStatement statement,
            @Nullable Object[] values,
            long bytes,
            ConnectionBody<R> body,
            Function<? super R, ? extends T> conversion) {
        super(executor, statement.kind() == StatementKind.READ ? OperationKind.READ : OperationKind.WRITE, bytes);
        this.statement = statement;
        this.values = values;
        this.body = body;
        this.conversion = conversion;
    }

    /** Makes an operation whose body runs one bound statement, once if it has one set of values, and no other statement of the user. */
    public StatementOperation(
            Executor executor,
            BoundStatement bound,
            ConnectionBody<R> body,
            Function<? super R, ? extends T> conversion) {
        this(executor, bound.statement(), bound.values(), bound.bytes(), body, conversion);
        single = bound.batch() == null ? bound : null;
    }

    /** Returns the statement that it runs, once and before any other, or null if that is not known. */
    public final @Nullable BoundStatement single() {
        return single;
    }

    @Override
    public final StatementKind statementKind() {
        return statement.kind();
    }

    @Override
    public final @Nullable PragmaUse pragma() {
        return statement.pragma();
    }

    @Override
    public final boolean shareable() {
        return statement.kind() == StatementKind.READ || statement.kind() == StatementKind.WRITE;
    }

    @Override
    public final Object work(DatabaseConnection connection) throws Exception {
        return body.run(connection);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // The body returned it.
    public final T convert(@Nullable Object worked) {
        return conversion.apply((R) worked);
    }

    @Override
    final @Nullable Object[] values() {
        return values;
    }

    @Override
    public final String sql() {
        return statement.text();
    }
}
