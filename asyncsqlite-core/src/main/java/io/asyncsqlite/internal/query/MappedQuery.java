package io.asyncsqlite.internal.query;

import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.Query;
import io.asyncsqlite.QueryResult;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.StoredRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A query whose rows are converted: to null only where a single value is asked for and is NULL. */
class MappedQuery<T> implements Query<T> {

    final OperationSubmitter submitter;
    final Supplier<BoundStatement> bound;
    private final Function<StoredRow, @Nullable T> mapper;

    MappedQuery(OperationSubmitter submitter, Supplier<BoundStatement> bound, Function<StoredRow, @Nullable T> mapper) {
        this.submitter = submitter;
        this.bound = bound;
        this.mapper = mapper;
    }

    @Override
    public <R> Query<R> map(Function<? super T, ? extends R> next) {
        Objects.requireNonNull(next, "mapper");
        return new MappedQuery<>(submitter, bound, row -> {
            T value = mapper.apply(row);
            return value == null ? null : mapped(next, value);
        });
    }

    @Override
    public CompletableFuture<List<T>> list() {
        return submitter.read(bound, Integer.MAX_VALUE, this::convertAll);
    }

    @Override
    public CompletableFuture<Optional<T>> first() {
        return submitter.read(bound, 1, this::convertFirst);
    }

    @Override
    public CompletableFuture<Optional<T>> findOne() {
        return submitter.read(bound, 2, rows -> {
            if (rows.values().size() > 1) {
                throw notOne("at most one row, has more: first() takes the first");
            }
            return convertFirst(rows);
        });
    }

    @Override
    public CompletableFuture<T> one() {
        return submitter.read(bound, 2, this::convertOnly);
    }

    @Override
    public CompletableFuture<QueryResult<T>> result() {
        return submitter.readResult(bound, (rows, written) -> new QueryResult<>(convertAll(rows), written));
    }

    @Override
    public CompletableFuture<Long> forEach(Consumer<? super T> action) {
        return ForEach.of(stream(), action, submitter.callbacks().executor());
    }

    @Override
    public Flow.Publisher<T> stream() {
        return submitter.publisher(sink -> submitter.openChunks(bound.get(), sink), this::convert);
    }

    private List<T> convertAll(Rows rows) {
        Codecs codecs = submitter.statements().codecs();
        int count = rows.values().size();
        List<T> converted = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            converted.add(convert(rows.row(i, codecs)));
        }
        return Collections.unmodifiableList(converted);
    }

    private Optional<T> convertFirst(Rows rows) {
        return rows.values().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(
                        mapper.apply(rows.row(0, submitter.statements().codecs())));
    }

    private T convertOnly(Rows rows) {
        int count = rows.values().size();
        if (count == 0) {
            throw notOne("exactly one row, has none: findOne() and first() give an empty Optional");
        }
        if (count > 1) {
            throw notOne("exactly one row, has more");
        }
        return convert(rows.row(0, submitter.statements().codecs()));
    }

    private InvalidResultException notOne(String wanted) {
        return Failures.invalidResult("Needs " + wanted, bound.get().sql());
    }

    private T convert(StoredRow row) {
        T value = mapper.apply(row);
        if (value == null) {
            throw new InvalidResultException(
                    "Column '" + row.columnNames().get(0)
                            + "' is NULL: first() gives an empty Optional for it, coalesce(x, y) another value",
                    null);
        }
        return value;
    }

    private static <T, R> R mapped(Function<? super T, ? extends R> mapper, T value) {
        return Objects.requireNonNull(mapper.apply(value), "a mapper must not return null");
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
