package io.asyncsqlite.internal.query;

import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.Query;
import io.asyncsqlite.Row;
import io.asyncsqlite.RowQuery;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.ChunkSize;
import io.asyncsqlite.internal.statement.RowConversion;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A query whose elements are rows. */
final class SqlQuery extends MappedQuery<Row> implements RowQuery {

    SqlQuery(OperationSubmitter submitter, Supplier<BoundStatement> bound) {
        super(submitter, bound, RowConversion.none(submitter.statements().codecs()));
    }

    @Override
    public RowQuery withDeclaredTypes() {
        return new SqlQuery(submitter, () -> bound.get().withTypes());
    }

    @Override
    public RowQuery withFetchSize(int rows) {
        ChunkSize size = ChunkSize.of(rows);
        return new SqlQuery(submitter, () -> bound.get().inChunksOf(size));
    }

    @Override
    public CompletableFuture<List<String>> columnNames() {
        return submitter.columnNames(this::reading);
    }

    private BoundStatement reading() {
        BoundStatement statement = bound.get();
        if (statement.statement().kind() != StatementKind.READ) {
            throw Failures.invalidStatement("Only a query that reads tells its columns", statement.sql(), null);
        }
        return statement;
    }

    @Override
    public <R> Query<R> mapTo(Class<R> type) {
        Codecs codecs = submitter.statements().codecs();
        try {
            return new MappedQuery<>(submitter, bound, RowConversion.to(type, codecs));
        } catch (InvalidResultException e) {
            Supplier<BoundStatement> refused = () -> {
                throw e;
            };
            return new MappedQuery<>(submitter, refused, RowConversion.refused(e, codecs));
        }
    }
}
