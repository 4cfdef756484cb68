package io.asyncsqlite;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What one commit has changed in the tables of the database and of those that its options attach, or several commits that a subscriber of {@link AsyncSqlite#changes()} was too
 * slow for.
 *
 * @param commits how many commits these are, at least 1
 * @param tables an element for each table and kind of change, unmodifiable; in no order
 * @param anyTable whether further tables may have changed: after CREATE, ALTER, DROP and other statements that are neither INSERT, UPDATE nor
 *     DELETE; after a statement that failed and kept rows, as with {@code OR FAIL}; for a transaction that was open when the subscriber came; and
 *     when another process has changed the file, or may have before it was first looked for, see {@link SqliteOptions#watchInterval()}
 */
public record Changes(long commits, List<TableChange> tables, boolean anyTable) {

    /** Copies the list. */
    public Changes {
        tables = List.copyOf(tables);
    }

    /** How rows were changed. */
    public enum Kind {
        /** Rows were inserted. */
        INSERT,
        /** Rows were updated. */
        UPDATE,
        /** Rows were deleted. */
        DELETE
    }

    /**
     * The changes of one kind to one table.
     *
     * @param table name of the table, as it was created; of an attached file with its schema, as in {@code audit.event}
     * @param kind how its rows were changed; where SQLite does not tell kinds apart, as in a trigger on a table without rowids, there is an element
     *     for each kind that is possible
     * @param rows how many rows, at least 1, as SQLite counts them: without rows that REPLACE removed. Empty if it may be any number, 0
     *     included: for several tables that one statement's triggers and foreign keys change, and for an INSERT with ON CONFLICT DO UPDATE. SQLite
     *     has one count for rows that such a statement inserted and updated, so there is an element of each kind without a number, also if it did only
     *     one of them
     */
    public record TableChange(String table, Kind kind, OptionalLong rows) {

        /** Refuses null. */
        public TableChange {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(rows, "rows");
        }
    }
}
