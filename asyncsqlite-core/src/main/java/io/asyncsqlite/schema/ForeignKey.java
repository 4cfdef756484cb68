package io.asyncsqlite.schema;

import java.util.List;

/**
 * A foreign key of a table. SQLite does not tell whether it is deferred: its text does, in {@link Table#sql()}.
 *
 * @param columns columns of the table that refers
 * @param parent the table that is referred to, as it was written; it need not exist
 * @param parentColumns columns of the parent, in the same order; empty if none are named, which means the parent's primary key
 * @param onUpdate what happens when the parent's key changes
 * @param onDelete what happens when the parent's row is deleted
 * @see <a href="https://www.sqlite.org/pragma.html#pragma_foreign_key_list">PRAGMA foreign_key_list</a>
 */
public record ForeignKey(
        List<String> columns, String parent, List<String> parentColumns, Action onUpdate, Action onDelete) {

    /** What a foreign key does, see <a href="https://www.sqlite.org/foreignkeys.html#fk_actions">ON DELETE and ON UPDATE actions</a>. */
    public enum Action {
        /** Fails at the end of the statement, or of the transaction if it is deferred. */
        NO_ACTION,
        /** Fails at once. */
        RESTRICT,
        /** Sets the columns to NULL. */
        SET_NULL,
        /** Sets the columns to their default. */
        SET_DEFAULT,
        /** Changes or deletes the referring row, too. */
        CASCADE
    }

    /** Copies the lists. */
    public ForeignKey {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
    }
}
