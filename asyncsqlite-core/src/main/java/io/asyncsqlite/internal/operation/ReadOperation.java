package io.asyncsqlite.internal.operation;

import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Rows;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs one statement and reads rows. */
public final class ReadOperation<T> extends StatementOperation<T> {

    private final BoundStatement bound;
    private final int limit;
    private final Function<Rows, T> conversion;

    public ReadOperation(Executor executor, BoundStatement bound, int limit, Function<Rows, T> conversion) {
        super(executor, bound.statement(), bound.bytes());
        this.bound = bound;
        this.limit = limit;
        this.conversion = conversion;
    }

    @Override
    public Rows work(DatabaseConnection connection) {
        return connection.query(bound, limit);
    }

    @Override
    public T convert(@Nullable Object worked) {
        return conversion.apply((Rows) Objects.requireNonNull(worked));
    }
}
