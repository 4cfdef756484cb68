package io.asyncsqlite.internal.statement;

import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.statement.ComponentReader.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of a class from rows, by the names of its components. A component whose type is itself made of components takes the columns
 * whose names begin with its own name. Thread-safe.
 */
public final class RowMapper<R> {

    private final MappedType<R> type;
    private final Codecs codecs;
    private volatile @Nullable Layout layout;

    /** How rows with these column names are read. */
    private record Layout(List<String> names, ObjectReader reader) {}

    /**
     * Looks at a class.
     *
     * @throws InvalidResultException if its objects cannot be made of components
     */
    public RowMapper(Class<R> type, Codecs codecs) {
        this.type = MappedType.of(type);
        this.codecs = codecs;
    }

    boolean makes(Class<?> other) {
        return type.type() == other;
    }

    public R map(StoredRow row) {
        return type.type().cast(reader(row.columnNames()).read(row));
    }

    private ObjectReader reader(List<String> names) {
        Layout current = layout;
        if (current == null || !current.names.equals(names)) {
            current = new Layout(names, reader(type, "", names, Set.of()));
            layout = current;
        }
        return current.reader;
    }

    private ObjectReader reader(MappedType<?> of, String prefix, List<String> names, Set<String> around) {
        Set<String> nesting = new TreeSet<>(around);
        if (!nesting.add(of.type().getName())) {
            throw new InvalidResultException(of.type().getName() + " holds itself as a component", null);
        }
        List<ComponentReader> readers = new ArrayList<>();
        for (MappedType.Component component : of.components()) {
            Class<?> content = component.content();
            String name = prefix + normal(component.name());
            readers.add(
                    codecs.supports(content)
                            ? ComponentReader.of(component, column(component, name, names))
                            : ComponentReader.of(component, reader(MappedType.of(content), name, names, nesting)));
        }
        return new ObjectReader(of, readers);
    }

    private static int column(MappedType.Component component, String wanted, List<String> names) {
        int[] matches = IntStream.range(0, names.size())
                .filter(i -> normal(names.get(i)).equals(wanted))
                .toArray();
        if (matches.length != 1) {
            throw new InvalidResultException(
                    component + " needs one column, has " + matches.length + " among "
                            + Excerpt.ofText(names.toString()),
                    null);
        }
        return matches[0];
    }

    private static String normal(String name) {
        return name.replace("_", "").replace(".", "").toLowerCase(Locale.ROOT);
    }
}
