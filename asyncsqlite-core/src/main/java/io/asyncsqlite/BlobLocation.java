package io.asyncsqlite;

import java.util.Objects;

/**
 * The place of a large value: one column of one row of an ordinary table.
 *
 * @param database {@code main}, {@code temp} or the name of an attached database
 * @param table a table with rowids; neither a view nor a virtual table
 * @param column a column whose value is a BLOB or TEXT, which is taken as its bytes
 * @param rowid the row
 */
public record BlobLocation(String database, String table, String column, long rowid) {

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException if a name holds NUL, which would cut it off
     */
    public BlobLocation {
        requireName("database", database);
        requireName("table", table);
        requireName("column", column);
    }

    /**
     * Returns a place in the database itself.
     *
     * @param table as above
     * @param column as above
     * @param rowid as above
     * @return the place, in {@code main}
     * @throws IllegalArgumentException if a name holds NUL
     */
    public static BlobLocation of(String table, String column, long rowid) {
        return new BlobLocation("main", table, column, rowid);
    }

    private static void requireName(String what, String name) {
        Objects.requireNonNull(name, what);
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " must not contain NUL");
        }
    }
}
