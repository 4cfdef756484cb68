package io.asyncsqlite.internal.query;

import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.Query;
import io.asyncsqlite.Row;
import io.asyncsqlite.RowQuery;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.ChunkSize;
import io.asyncsqlite.internal.statement.RowConversion;
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
