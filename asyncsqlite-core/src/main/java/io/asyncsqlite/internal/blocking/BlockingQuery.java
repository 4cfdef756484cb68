package io.asyncsqlite.internal.blocking;

import io.asyncsqlite.Query;
import io.asyncsqlite.QueryResult;
import io.asyncsqlite.Row;
import io.asyncsqlite.RowQuery;
import io.asyncsqlite.SyncQuery;
import io.asyncsqlite.SyncRowQuery;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A query for code that waits. */
class BlockingQuery<T> implements SyncQuery<T> {

    private final Query<T> query;

    private BlockingQuery(Query<T> query) {
        this.query = query;
    }

    static SyncRowQuery of(RowQuery query) {
        return new OfRows(query);
    }

    /** A query whose elements are rows. */
    private static final class OfRows extends BlockingQuery<Row> implements SyncRowQuery {

        private final RowQuery query;

        OfRows(RowQuery query) {
            super(query);
            this.query = query;
        }

        @Override
        public <R> SyncQuery<R> mapTo(Class<R> type) {
            return new BlockingQuery<>(query.mapTo(type));
        }
    }

    @Override
    public <R> SyncQuery<R> map(Function<? super T, ? extends R> mapper) {
        return new BlockingQuery<>(query.map(mapper));
    }

    @Override
    public List<T> list() {
        return Waits.await(query.list());
    }

    @Override
    public Optional<T> first() {
        return Waits.await(query.first());
    }

    @Override
    public Optional<T> findOne() {
        return Waits.await(query.findOne());
    }

    @Override
    public T one() {
        return Waits.await(query.one());
    }

    @Override
    public QueryResult<T> result() {
        return Waits.await(query.result());
    }

    @Override
    public long forEach(Consumer<? super T> action) {
        Objects.requireNonNull(action, "action");
        return BlockingIteration.over(query.stream(), action);
    }

    @Override
    public String toString() {
        return query.toString();
    }
}
