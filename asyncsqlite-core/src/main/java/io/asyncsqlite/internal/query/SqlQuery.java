package io.asyncsqlite.internal.query;

import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.Query;
import io.asyncsqlite.QueryResult;
import io.asyncsqlite.Row;
import io.asyncsqlite.RowQuery;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.ChunkSize;
import io.asyncsqlite.internal.statement.RecordMapper;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;

/** A query whose elements are rows. Its supplier throws if the query was refused. */
final class SqlQuery implements RowQuery {

    private final OperationSubmitter submitter;
    private final Supplier<BoundStatement> bound;

    SqlQuery(OperationSubmitter submitter, Supplier<BoundStatement> bound) {
        this.submitter = submitter;
        this.bound = bound;
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
    public <R> Query<R> map(Function<? super Row, ? extends R> mapper) {
        Objects.requireNonNull(mapper, "mapper");
        return new MappedQuery<>(submitter, bound, row -> MappedQuery.mapped(mapper, row));
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

    @Override
    public CompletableFuture<List<Row>> list() {
        return identity().list();
    }

    @Override
    public CompletableFuture<Optional<Row>> first() {
        return identity().first();
    }

    @Override
    public CompletableFuture<Row> one() {
        return identity().one();
    }

    @Override
    public CompletableFuture<QueryResult<Row>> result() {
        return identity().result();
    }

    @Override
    public Flow.Publisher<Row> stream() {
        return identity().stream();
    }

    private MappedQuery<Row> identity() {
        return new MappedQuery<>(submitter, bound, row -> row);
    }
}
