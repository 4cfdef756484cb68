package io.asyncsqlite.internal.query;

import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.Query;
import io.asyncsqlite.Row;
import io.asyncsqlite.RowQuery;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.ChunkSize;
import io.asyncsqlite.internal.statement.RecordMapper;
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
    public <R> Query<R> as(Class<R> type) {
        Objects.requireNonNull(type, "type");
        if (submitter.statements().codecs().supports(type)) {
            return new MappedQuery<>(submitter, bound, row -> row.value(0, type));
        }
        if (!type.isRecord()) {
            return refused(
                    new InvalidResultException(type.getName() + " is neither a record nor has it a codec", null));
        }
        try {
            return new MappedQuery<>(submitter, bound, new RecordMapper<>(type)::record);
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
