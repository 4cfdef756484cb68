package io.asyncsqlite.internal.statement;

import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.internal.sql.Excerpt;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes records of rows, by component names. Thread-safe. */
public final class RecordMapper<R> {

    private final Class<R> type;
    private final RecordComponent[] components;
    private final List<ComponentReader> readers;
    private final Constructor<R> constructor;
    private volatile Layout layout = new Layout(List.of(), new int[0]);

    /** Which column each component takes, for rows with these column names. */
    @SuppressWarnings("ArrayRecordComponent") // The records are never compared.
    private record Layout(List<String> names, int[] indexes) {}

    public RecordMapper(Class<R> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        this.readers = Arrays.stream(components).map(ComponentReader::of).toList();
        this.constructor = constructor(type);
    }

    private Constructor<R> constructor(Class<R> type) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<R> found = type.getDeclaredConstructor(types);
            found.setAccessible(true);
            return found;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new InvalidResultException("Record " + type.getName() + " is not accessible: open its package", e);
        }
    }

    public R record(StoredRow row) {
        int[] indexes = indexes(row.columnNames());
        @Nullable Object[] arguments = new @Nullable Object[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            arguments[i] = readers.get(i).read(row, indexes[i]);
        }
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new InvalidResultException("Record " + type.getName() + " refused the row", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new InvalidResultException("Record " + type.getName() + " cannot be made", e);
        }
    }

    private int[] indexes(List<String> names) {
        Layout current = layout;
        if (!current.names.equals(names)) {
            current = new Layout(
                    names,
                    Arrays.stream(components)
                            .mapToInt(component -> find(component, names))
                            .toArray());
            layout = current;
        }
        return current.indexes;
    }

    private int find(RecordComponent component, List<String> names) {
        String wanted = normal(component.getName());
        int[] matches = IntStream.range(0, names.size())
                .filter(i -> normal(names.get(i)).equals(wanted))
                .toArray();
        if (matches.length != 1) {
            throw new InvalidResultException(
                    "Component '" + component.getName() + "' of " + type.getName() + " needs one column, has "
                            + matches.length + " among " + Excerpt.ofText(names.toString()),
                    null);
        }
        return matches[0];
    }

    private static String normal(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}
