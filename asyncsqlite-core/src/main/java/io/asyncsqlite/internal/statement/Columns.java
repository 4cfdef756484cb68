package io.asyncsqlite.internal.statement;

import io.asyncsqlite.Column;
import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The column names of the rows of one run of a query, and their declared types if the query asked for them. */
public final class Columns {

    public static final Columns NONE = new Columns(List.of(), null);

    private final List<String> names;
    private final @Nullable List<@Nullable String> declaredTypes;
    private volatile Map<String, Integer> indexes = Map.of();
    private volatile @Nullable RowMapper<?> mapper;

    private Columns(List<String> names, @Nullable List<@Nullable String> declaredTypes) {
        this.names = names;
        this.declaredTypes = declaredTypes;
    }

    public static Columns of(EngineStatement statement, boolean withDeclaredTypes) throws EngineException {
        return new Columns(statement.columnNames(), withDeclaredTypes ? statement.declaredTypes() : null);
    }

    public List<String> names() {
        return names;
    }

    public List<Column> list() {
        List<@Nullable String> types = declaredTypes;
        if (types == null) {
            throw new InvalidResultException(
                    "The query did not ask for the declared types of its columns: see RowQuery.withDeclaredTypes",
                    null);
        }
        return IntStream.range(0, names.size())
                .mapToObj(i -> new Column(names.get(i), types.get(i)))
                .toList();
    }

    /** Finds a column, ignoring case: the first of several with the same name, or -1. */
    int indexOf(String name) {
        Map<String, Integer> found = indexes;
        if (found.isEmpty()) {
            found = index();
            indexes = found;
        }
        Integer index = found.get(name);
        return index != null ? index : found.getOrDefault(name.toLowerCase(Locale.ROOT), -1);
    }

    /** Returns the mapper of rows with these columns to a class: the one of the last call, if that was for the same class. */
    <R> RowMapper<R> mapper(Class<R> type, Codecs codecs) {
        RowMapper<?> last = mapper;
        if (last != null && last.makes(type)) {
            @SuppressWarnings("unchecked") // It makes objects of this class.
            RowMapper<R> same = (RowMapper<R>) last;
            return same;
        }
        RowMapper<R> made = new RowMapper<>(type, codecs);
        mapper = made;
        return made;
    }

    private Map<String, Integer> index() {
        Map<String, Integer> map = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            map.putIfAbsent(names.get(i).toLowerCase(Locale.ROOT), i);
        }
        return map;
    }
}
