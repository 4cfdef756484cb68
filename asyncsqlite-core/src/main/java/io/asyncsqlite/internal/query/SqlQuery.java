package io.asyncsqlite.internal.query;

import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.Query;
import io.asyncsqlite.Row;
import io.asyncsqlite.RowQuery;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.ChunkSize;
import io.asyncsqlite.internal.statement.RowMapper;
import java.util.Objects;
import java.util.function.Supplier;

/** A query whose elements are rows. Its supplier throws if the query was refused. */
final class SqlQuery extends MappedQuery<Row> implements RowQuery {

    SqlQuery(OperationSubmitter submitter, Supplier<BoundStatement> bound) {
        super(submitter, bound, row -> row);
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
    public <R> Query<R> mapTo(Class<R> type) {
        Objects.requireNonNull(type, "type");
        Codecs codecs = submitter.statements().codecs();
        if (codecs.supports(type)) {
            return new MappedQuery<>(submitter, bound, row -> row.get(0, type));
        }
        try {
            return new MappedQuery<>(submitter, bound, new RowMapper<>(type, codecs)::map);
        } catch (InvalidResultException e) {
            return refused(e);
        }
    }

    private <R> Query<R> refused(InvalidResultException refusal) {
        return new MappedQuery<>(
                submitter,
                () -> {
                    throw refusal;
                },
                row -> {
                    throw refusal;
                });
    }
}
