package io.asyncsqlite.schema;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table, a view or a virtual table.
 *
 * @param name as it was written
 * @param kind what it is
 * @param withoutRowid whether it was made <a href="https://www.sqlite.org/withoutrowid.html">WITHOUT ROWID</a>
 * @param strict whether it is a <a href="https://www.sqlite.org/stricttables.html">STRICT</a> table
 * @param columns in the order of their declaration, with generated and hidden ones
 * @param indexes in the order of their names
 * @param foreignKeys in the order of their declaration
 * @param triggers in the order of their names
 * @param sql the text that made it, as SQLite keeps it; null for a shadow table that has none
 * @see <a href="https://www.sqlite.org/pragma.html#pragma_table_list">PRAGMA table_list</a>
 */
public record Table(
        String name,
        Kind kind,
        boolean withoutRowid,
        boolean strict,
        List<TableColumn> columns,
        List<Index> indexes,
        List<ForeignKey> foreignKeys,
        List<Trigger> triggers,
        @Nullable String sql) {

    /** Kinds of tables. */
    public enum Kind {
        /** An ordinary table. */
        TABLE,
        /** A view. */
        VIEW,
        /** A virtual table, such as one of FTS5. */
        VIRTUAL,
        /** A table in which a virtual table keeps its content. */
        SHADOW
    }

    /** Copies the lists. */
    public Table {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        foreignKeys = List.copyOf(foreignKeys);
        triggers = List.copyOf(triggers);
    }

    /**
     * Returns a column.
     *
     * @param column its name; the case of ASCII letters does not count
     * @return the column, if there is one
     */
    public Optional<TableColumn> column(String column) {
        return columns.stream().filter(each -> Names.equal(each.name(), column)).findFirst();
    }

    /**
     * Returns the columns of the primary key.
     *
     * @return in the order of the key; empty if none is declared
     */
    public List<TableColumn> primaryKey() {
        return columns.stream()
                .filter(column -> column.primaryKeyPosition() > 0)
                .sorted(Comparator.comparingInt(TableColumn::primaryKeyPosition))
                .toList();
    }
}
