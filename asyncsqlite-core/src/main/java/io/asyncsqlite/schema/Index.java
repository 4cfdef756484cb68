package io.asyncsqlite.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index of a table.
 *
 * @param name its name; that of an index behind a constraint is made by SQLite ({@code sqlite_autoindex_...})
 * @param unique whether two rows cannot have the same values
 * @param origin what made it
 * @param partial whether it has a WHERE
 * @param columns in their order, without those that SQLite appends to find the row
 * @param sql the text that made it; null for an index behind a constraint
 * @see <a href="https://www.sqlite.org/pragma.html#pragma_index_list">PRAGMA index_list</a>
 */
public record Index(
        String name,
        boolean unique,
        Origin origin,
        boolean partial,
        List<IndexColumn> columns,
        @Nullable String sql) {

    /** What makes an index. */
    public enum Origin {
        /** {@code CREATE INDEX}. */
        CREATE_INDEX,
        /** A UNIQUE constraint. */
        UNIQUE,
        /** A primary key. */
        PRIMARY_KEY
    }

    /** Copies the list. */
    public Index {
        columns = List.copyOf(columns);
    }

    /**
     * A column of an index.
     *
     * @param name the column's name, or {@code rowid}; null if the index is on an expression, which stands in the text of the index
     * @param collation how texts are compared, such as {@code BINARY} or {@code NOCASE}
     * @param descending whether it is sorted from large to small
     */
    public record IndexColumn(@Nullable String name, String collation, boolean descending) {}
}
