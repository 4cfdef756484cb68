package io.asyncsqlite.internal.statement;

import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.Row;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.failure.Failures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Converts the rows of a query: to null only where a single value is asked for and is NULL. Thread-safe. */
public final class RowConversion<T> {

    private final Codecs codecs;
    private final Function<StoredRow, @Nullable T> mapper;

    private RowConversion(Codecs codecs, Function<StoredRow, @Nullable T> mapper) {
        this.codecs = codecs;
        this.mapper = mapper;
    }

    public static RowConversion<Row> none(Codecs codecs) {
        return new RowConversion<>(codecs, row -> row);
    }

    /**
     * Returns the conversion to a class.
     *
     * @throws InvalidResultException if its objects cannot be made of rows
     */
    public static <R> RowConversion<R> to(Class<R> type, Codecs codecs) {
        Objects.requireNonNull(type, "type");
        if (codecs.supports(type)) {
            return new RowConversion<>(codecs, row -> row.get(0, type));
        }
        RowMapper<R> mapper = new RowMapper<>(type, codecs);
        return new RowConversion<>(codecs, row -> mapper.map(row));
    }

    /** Returns a conversion that fails. */
    public static <R> RowConversion<R> refused(RuntimeException refusal, Codecs codecs) {
        return new RowConversion<>(codecs, row -> {
            throw refusal;
        });
    }

    public <R> RowConversion<R> then(Function<? super T, ? extends R> next) {
        Objects.requireNonNull(next, "mapper");
        return new RowConversion<>(codecs, row -> {
            T value = mapper.apply(row);
            return value == null ? null : Objects.requireNonNull(next.apply(value), "a mapper must not return null");
        });
    }

    public List<T> all(Rows rows) {
        int count = rows.values().size();
        List<T> converted = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            converted.add(convert(rows.row(i, codecs)));
        }
        return Collections.unmodifiableList(converted);
    }

    public Optional<T> first(Rows rows) {
        return rows.values().isEmpty() ? Optional.empty() : Optional.ofNullable(mapper.apply(rows.row(0, codecs)));
    }

    public Optional<T> atMostOne(Rows rows, String sql) {
        if (rows.values().size() > 1) {
            throw Failures.invalidResult("Needs at most one row, has more: first() takes the first", sql);
        }
        return first(rows);
    }

    public T one(Rows rows, String sql) {
        int count = rows.values().size();
        if (count != 1) {
            throw Failures.invalidResult(
                    "Needs exactly one row, has "
                            + (count == 0 ? "none: findOne() and first() give an empty Optional" : "more"),
                    sql);
        }
        return convert(rows.row(0, codecs));
    }

    public T convert(StoredRow row) {
        T value = mapper.apply(row);
        if (value == null) {
            throw new InvalidResultException(
                    "Column '" + row.columnNames().get(0)
                            + "' is NULL: first() gives an empty Optional for it, coalesce(x, y) another value",
                    null);
        }
        return value;
    }
}
