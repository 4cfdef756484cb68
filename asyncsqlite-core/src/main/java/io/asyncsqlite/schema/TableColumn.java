package io.asyncsqlite.schema;

import org.jspecify.annotations.Nullable;

/**
 * A column of a table or view.
 *
 * @param name as it was written
 * @param type the declared type; empty if none is declared, as for most columns of views
 * @param notNull whether NOT NULL is declared, or follows from the primary key of a WITHOUT ROWID table. An {@code INTEGER PRIMARY KEY}
 *     holds no NULL either, but does not declare it
 * @param defaultExpression the SQL expression of DEFAULT, such as {@code 'new'} with its quotes or {@code CURRENT_TIMESTAMP}; null without one
 * @param primaryKeyPosition 1 for the first column of the primary key, 2 for the second; 0 if it is no part of the key
 * @param generated whether its value is computed
 * @param hidden whether it is a hidden column of a virtual table, which {@code SELECT *} leaves out
 * @see <a href="https://www.sqlite.org/pragma.html#pragma_table_xinfo">PRAGMA table_xinfo</a>
 */
public record TableColumn(
        String name,
        String type,
        boolean notNull,
        @Nullable String defaultExpression,
        int primaryKeyPosition,
        Generated generated,
        boolean hidden) {

    /** Kinds of <a href="https://www.sqlite.org/gencol.html">generated columns</a>. */
    public enum Generated {
        /** Not generated. */
        NO,
        /** Computed when it is read. */
        VIRTUAL,
        /** Computed when the row is written. */
        STORED
    }
}
