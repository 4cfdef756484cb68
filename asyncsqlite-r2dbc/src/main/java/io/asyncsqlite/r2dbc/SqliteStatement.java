package io.asyncsqlite.r2dbc;

import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.codec.JsonArrays;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** A text, its values, and the settings of its results. Not thread-safe. */
final class SqliteStatement implements Statement {

    /** Optional types. The core binds their content. */
    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    /** Codecs for the elements of arrays. */
    private static final Codecs ELEMENTS = new Codecs(List.of());

    private final SqliteConnection connection;
    private final SqlText text;
    private final List<Binding> saved = new ArrayList<>();
    private Binding current;
    private int fetchSize;
    private String returning = "";

    SqliteStatement(SqliteConnection connection, SqlText text) {
        this.connection = connection;
        this.text = text;
        this.current = new Binding(text);
    }

    @Override
    public SqliteStatement add() {
        current.requireComplete();
        saved.add(current);
        current = new Binding(text);
        return this;
    }

    @Override
    public SqliteStatement bind(int index, Object value) {
        current.set(text.slot(index), bindable(value));
        return this;
    }

    @Override
    public SqliteStatement bind(String name, Object value) {
        current.set(text.slot(Arguments.requireNonNull(name, "name")), bindable(value));
        return this;
    }

    @Override
    public SqliteStatement bindNull(int index, Class<?> type) {
        Arguments.requireNonNull(type, "type");
        current.set(text.slot(index), null);
        return this;
    }

    @Override
    public SqliteStatement bindNull(String name, Class<?> type) {
        Arguments.requireNonNull(type, "type");
        current.set(text.slot(Arguments.requireNonNull(name, "name")), null);
        return this;
    }

    private @Nullable Object bindable(Object given) {
        Object value = Arguments.requireNonNull(given, "value");
        if (given instanceof Parameter parameter) {
            if (given instanceof Parameter.Out) {
                throw new IllegalArgumentException("SQLite has no output parameters");
            }
            value = parameter.getValue();
        }
        if (value != null && value.getClass().isArray() && !isBindable(value)) {
            return JsonArrays.of(value, ELEMENTS);
        }
        if (value != null && !isBindable(value)) {
            throw new IllegalArgumentException(
                    "values of " + value.getClass().getName() + " are not supported: a codec is needed");
        }
        return value;
    }

    private boolean isBindable(Object value) {
        Class<?> type = value.getClass();
        return OPTIONALS.contains(type) || Lobs.isLob(value) || connection.supports(type);
    }

    @Override
    public SqliteStatement returnGeneratedValues(String... columns) {
        returning = GeneratedValues.clause(columns);
        return this;
    }

    @Override
    public SqliteStatement fetchSize(int rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("fetchSize must be at least 0, was " + rows);
        }
        fetchSize = rows;
        return this;
    }

    @Override
    public Flux<? extends Result> execute() {
        current.requireComplete();
        List<Run> runs = new ArrayList<>();
        saved.forEach(binding -> addRuns(binding, runs));
        addRuns(current, runs);
        return connection.execution().run(runs);
    }

    private void addRuns(Binding binding, List<Run> runs) {
        @Nullable Object[] values = binding.values();
        for (SqlText.Part part : text.parts()) {
            runs.add(new Run(text, LikeEscapes.added(part.returning(returning), values), values, fetchSize));
        }
    }
}
