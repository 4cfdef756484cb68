package io.asyncsqlite.internal.operation;

import io.asyncsqlite.WriteResult;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.Sized;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Runs one statement, reads all rows and notes what it did. */
public final class ReadResultOperation<T> extends StatementOperation<T> {

    record Result(Rows rows, WriteResult written) implements Sized {

        @Override
        public long bytes() {
            return rows.bytes();
        }
    }

    private final BoundStatement bound;
    private final BiFunction<Rows, WriteResult, T> conversion;

    public ReadResultOperation(Executor executor, BoundStatement bound, BiFunction<Rows, WriteResult, T> conversion) {
        super(executor, bound.statement(), bound.bytes());
        this.bound = bound;
        this.conversion = conversion;
    }

    @Override
    public Result work(DatabaseConnection connection) {
        Rows rows = connection.query(bound, Integer.MAX_VALUE);
        return new Result(rows, connection.result(bound));
    }

    @Override
    public T convert(@Nullable Object worked) {
        Result result = (Result) Objects.requireNonNull(worked);
        return conversion.apply(result.rows, result.written);
    }
}
