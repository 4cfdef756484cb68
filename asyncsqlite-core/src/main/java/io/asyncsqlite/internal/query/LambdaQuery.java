package io.asyncsqlite.internal.query;

import io.asyncsqlite.QueryResult;
import io.asyncsqlite.Row;
import io.asyncsqlite.SyncQuery;
import io.asyncsqlite.SyncRowQuery;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.connection.WrittenRows;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.RowConversion;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A query of a lambda. */
class LambdaQuery<T> implements SyncQuery<T> {

    final LambdaConnection connection;
    final BoundStatement bound;
    private final RowConversion<T> conversion;

    private LambdaQuery(LambdaConnection connection, BoundStatement bound, RowConversion<T> conversion) {
        this.connection = connection;
        this.bound = bound;
        this.conversion = conversion;
    }

    static SyncRowQuery of(LambdaConnection connection, BoundStatement bound, Codecs codecs) {
        return new OfRows(connection, bound, codecs);
    }

    /** A query whose elements are rows. */
    private static final class OfRows extends LambdaQuery<Row> implements SyncRowQuery {

        private final Codecs codecs;

        OfRows(LambdaConnection connection, BoundStatement bound, Codecs codecs) {
            super(connection, bound, RowConversion.none(codecs));
            this.codecs = codecs;
        }

        @Override
        public <R> SyncQuery<R> mapTo(Class<R> type) {
            return new LambdaQuery<>(connection, bound, RowConversion.to(type, codecs));
        }
    }

    @Override
    public <R> SyncQuery<R> map(Function<? super T, ? extends R> mapper) {
        return new LambdaQuery<>(connection, bound, conversion.then(mapper));
    }

    @Override
    public List<T> list() {
        return conversion.all(connection.read(bound, Integer.MAX_VALUE));
    }

    @Override
    public Optional<T> first() {
        return conversion.first(connection.read(bound, 1));
    }

    @Override
    public Optional<T> findOne() {
        return conversion.atMostOne(connection.read(bound, 2), bound.sql());
    }

    @Override
    public T one() {
        return conversion.one(connection.read(bound, 2), bound.sql());
    }

    @Override
    public QueryResult<T> result() {
        WrittenRows rows = connection.result(bound);
        return new QueryResult<>(conversion.all(rows.found()), rows.written());
    }

    @Override
    public long forEach(Consumer<? super T> action) {
        return connection.forEach(bound, row -> action.accept(conversion.convert(row)));
    }

    @Override
    public String toString() {
        return "Query" + Excerpt.shown(bound.sql());
    }
}
