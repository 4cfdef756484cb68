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

    // Made for the first value that is read without a type.
    private volatile @Nullable DeclaredType @Nullable [] decodings;

    private final boolean declaredTypes;

    /** @param declaredTypes whether declared types decide what values are given */
    RowShape(List<String> names, boolean declaredTypes) {
        this.names = names;
        this.declaredTypes = declaredTypes;
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

    /** Returns the declared type by which a column's values are decoded, or null if they are given as they are stored. */
    @Nullable
    DeclaredType decoding(Row row, int index) {
        @Nullable DeclaredType @Nullable [] known = decodings;
        if (known == null) {
            known = declaredTypes ? decodings(columns(row)) : new @Nullable DeclaredType[names.size()];
            decodings = known;
        }
        return known[index];
    }

    private static @Nullable DeclaredType[] decodings(List<Column> columns) {
        @Nullable DeclaredType[] decodings = new @Nullable DeclaredType[columns.size()];
        for (int i = 0; i < decodings.length; i++) {
            String name = columns.get(i).declaredType();
            DeclaredType declared = name == null ? null : DeclaredType.of(name);
            decodings[i] = declared != null && declared.decodes() ? declared : null;
        }
        return decodings;
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
