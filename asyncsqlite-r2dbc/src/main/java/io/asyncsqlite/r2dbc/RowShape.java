package io.asyncsqlite.r2dbc;

import io.asyncsqlite.Column;
import io.asyncsqlite.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The columns that all rows of one result share. */
final class RowShape {

    private final List<String> names;

    // Made for the first column that is asked for by its name.
    private volatile @Nullable Map<String, Integer> indexes;

    private volatile @Nullable List<Column> columns;

    RowShape(List<String> names) {
        this.names = names;
    }

    /** Tells whether a row is of this shape; rows of one result share their names. */
    @SuppressWarnings("ReferenceEquality") // Compares identity: another object only means that a new shape is made.
    boolean fits(Row row) {
        return row.columnNames() == names;
    }

    /** Returns the columns, of which a row that fits is asked once. */
    List<Column> columns(Row row) {
        List<Column> known = columns;
        if (known == null) {
            known = row.columns();
            columns = known;
        }
        return known;
    }

    boolean contains(String name) {
        return index(name) != null;
    }

    private @Nullable Integer index(String name) {
        Map<String, Integer> known = indexes;
        if (known == null) {
            known = new HashMap<>();
            for (int i = 0; i < names.size(); i++) {
                known.putIfAbsent(names.get(i).toLowerCase(Locale.ROOT), i);
            }
            indexes = known;
        }
        return known.get(name.toLowerCase(Locale.ROOT));
    }

    /** Finds a column, ignoring case: the first of several with the same name. */
    int requireIndex(String name) {
        Integer index = index(Arguments.requireNonNull(name, "name"));
        if (index == null) {
            throw new NoSuchElementException("no column '" + name + "': there are " + names);
        }
        return index;
    }

    int checkIndex(int index) {
        if (index < 0 || index >= names.size()) {
            throw new IndexOutOfBoundsException("no column " + index + ": there are " + names.size() + ", from 0 on");
        }
        return index;
    }
}
