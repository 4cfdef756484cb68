package io.asyncsqlite.r2dbc;

import io.asyncsqlite.Row;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.RowMetadata;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * The result of one run of one statement: its rows, then the number of changed rows unless it only reads. Consumed once; all
 * filtered views of it count as one.
 */
final class SqliteResult implements Result {

    private final Flux<Row> rows;
    private final @Nullable UpdateCount count;
    private final @Nullable Predicate<Segment> filter;
    private final AtomicBoolean consumed;

    // Whether declared types of columns decide what values are given.
    private final boolean declaredTypes;

    // Of the latest row.
    private @Nullable RowShape shape;

    private SqliteResult(
            Flux<Row> rows,
            boolean declaredTypes,
            @Nullable UpdateCount count,
            @Nullable Predicate<Segment> filter,
            AtomicBoolean consumed) {
        this.rows = rows;
        this.declaredTypes = declaredTypes;
        this.count = count;
        this.filter = filter;
        this.consumed = consumed;
    }

    /** Makes the result of a query that runs when its rows are requested. */
    static SqliteResult ofQuery(Flux<Row> rows, boolean declaredTypes) {
        return new SqliteResult(rows, declaredTypes, null, null, new AtomicBoolean());
    }

    /** Makes the result of a statement that has ended. The count is null if the statement cannot change rows. */
    static SqliteResult ofEnded(Flux<Row> rows, boolean declaredTypes, @Nullable Long rowsUpdated) {
        UpdateCount count = rowsUpdated == null ? null : new Count(rowsUpdated);
        return new SqliteResult(rows, declaredTypes, count, null, new AtomicBoolean());
    }

    @Override
    public Mono<Long> getRowsUpdated() {
        requireUnconsumed();
        UpdateCount known = count;
        return known != null && filter == null
                ? Mono.fromSupplier(() -> consume(known.value()))
                : once(segments().handle(SqliteResult::keepCount))
                        .cast(Long.class)
                        .next();
    }

    @Override
    public <T> Flux<T> map(BiFunction<io.r2dbc.spi.Row, RowMetadata, ? extends T> mappingFunction) {
        Arguments.requireNonNull(mappingFunction, "mappingFunction");
        return mapRows(row -> mappingFunction.apply(row, row.getMetadata()));
    }

    @Override
    public <T> Flux<T> map(Function<? super Readable, ? extends T> mappingFunction) {
        Arguments.requireNonNull(mappingFunction, "mappingFunction");
        return mapRows(mappingFunction::apply);
    }

    private <T> Flux<T> mapRows(Function<SqliteRow, ? extends T> mapper) {
        requireUnconsumed();
        return once(
                filter == null
                        ? rows.map(row -> mapper.apply(shaped(row)))
                        : segments().<T>handle((segment, sink) -> keepRow(segment, mapper, sink)));
    }

    @Override
    public SqliteResult filter(Predicate<Segment> filter) {
        Arguments.requireNonNull(filter, "filter");
        requireUnconsumed();
        return new SqliteResult(
                rows, declaredTypes, count, this.filter == null ? filter : this.filter.and(filter), consumed);
    }

    @Override
    public <T> Flux<T> flatMap(Function<Segment, ? extends Publisher<? extends T>> mappingFunction) {
        Arguments.requireNonNull(mappingFunction, "mappingFunction");
        requireUnconsumed();
        return once(segments()
                .concatMap(segment -> Objects.requireNonNull(
                        mappingFunction.apply(segment), "the mapping function returned no publisher")));
    }

    /** Called for one row at a time. */
    private SqliteRow shaped(Row row) {
        if (shape == null || !shape.fits(row)) {
            shape = new RowShape(row.columnNames(), declaredTypes);
        }
        return new SqliteRow(row, shape);
    }

    private Flux<Segment> segments() {
        Flux<Segment> segments = rows.map(this::shaped);
        if (count != null) {
            segments = segments.concatWithValues(count);
        }
        segments = segments.onErrorResume(R2dbcException.class, failure -> Mono.just(new Failure(failure)));
        return filter == null ? segments : segments.filter(filter);
    }

    private static void keepCount(Segment segment, SynchronousSink<Object> sink) {
        if (segment instanceof UpdateCount updated) {
            sink.next(updated.value());
        } else if (segment instanceof Message message) {
            sink.error(message.exception());
        }
    }

    private static <T> void keepRow(Segment segment, Function<SqliteRow, ? extends T> mapper, SynchronousSink<T> sink) {
        if (segment instanceof SqliteRow row) {
            sink.next(mapper.apply(row));
        } else if (segment instanceof Message message) {
            sink.error(message.exception());
        }
    }

    private void requireUnconsumed() {
        if (consumed.get()) {
            throw alreadyConsumed();
        }
    }

    private <T> Flux<T> once(Flux<T> flux) {
        return Flux.defer(() -> consumed.compareAndSet(false, true) ? flux : Flux.error(alreadyConsumed()));
    }

    private long consume(long known) {
        if (!consumed.compareAndSet(false, true)) {
            throw alreadyConsumed();
        }
        return known;
    }

    private static IllegalStateException alreadyConsumed() {
        return new IllegalStateException("the result was consumed already: run the statement again");
    }

    private record Count(long value) implements UpdateCount {}

    private record Failure(R2dbcException exception) implements Message {

        @Override
        public int errorCode() {
            return exception.getErrorCode();
        }

        @Override
        public @Nullable String sqlState() {
            return exception.getSqlState();
        }

        @Override
        public String message() {
            return String.valueOf(exception.getMessage());
        }
    }
}
