package io.asyncsqlite.internal.query;

import io.asyncsqlite.Query;
import io.asyncsqlite.QueryResult;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.RowConversion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A query whose rows are converted. Its supplier throws if the query was refused. */
class MappedQuery<T> implements Query<T> {

    final OperationSubmitter submitter;
    final Supplier<BoundStatement> bound;
    private final RowConversion<T> conversion;

    MappedQuery(OperationSubmitter submitter, Supplier<BoundStatement> bound, RowConversion<T> conversion) {
        this.submitter = submitter;
        this.bound = bound;
        this.conversion = conversion;
    }

    @Override
    public <R> Query<R> map(Function<? super T, ? extends R> next) {
        return new MappedQuery<>(submitter, bound, conversion.then(next));
    }

    @Override
    public CompletableFuture<List<T>> list() {
        return submitter.read(bound, Integer.MAX_VALUE, conversion::all);
    }

    @Override
    public CompletableFuture<Optional<T>> first() {
        return submitter.read(bound, 1, conversion::first);
    }

    @Override
    public CompletableFuture<Optional<T>> findOne() {
        return submitter.read(
                bound, 2, rows -> conversion.atMostOne(rows, bound.get().sql()));
    }

    @Override
    public CompletableFuture<T> one() {
        return submitter.read(bound, 2, rows -> conversion.one(rows, bound.get().sql()));
    }

    @Override
    public CompletableFuture<QueryResult<T>> result() {
        return submitter.readResult(bound, (rows, written) -> new QueryResult<>(conversion.all(rows), written));
    }

    @Override
    public CompletableFuture<Long> forEach(Consumer<? super T> action) {
        return ForEach.of(stream(), action, submitter.newFuture(null));
    }

    @Override
    public Flow.Publisher<T> stream() {
        OpenedAt openedAt = submitter.streamOpenedAt(bound);
        return submitter.publisher(sink -> submitter.openChunks(bound.get(), openedAt, sink), conversion::convert);
    }

    @Override
    public Flow.Publisher<List<T>> observe(String... tables) {
        return submitter.observe(bound, conversion, Set.copyOf(Arrays.asList(tables)));
    }

    /** Shows the SQL without its literals, and no value. */
    @Override
    public String toString() {
        try {
            return "Query" + Excerpt.shown(bound.get().sql());
        } catch (RuntimeException | Error refused) {
            return "Query that was refused: " + refused.getMessage();
        }
    }
}
