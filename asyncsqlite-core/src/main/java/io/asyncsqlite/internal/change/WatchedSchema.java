package io.asyncsqlite.internal.change;

import io.asyncsqlite.internal.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;

/**
 * A schema whose tables are watched: that of the database, or one that its options attach. A table of the database is known by its name, and any other by
 * that of its schema, a point and its name.
 *
 * @param number SQLite's number of it on the connection
 * @param qualifier what names it before a table or PRAGMA, with the point
 * @param prefix what is before the name of a table, empty for the database's own
 */
record WatchedSchema(long number, String qualifier, String prefix) {

    static final WatchedSchema MAIN = new WatchedSchema(0, "main.", "");

    /** SQLite's number 1 is that of temporary tables. */
    private static final int FIRST_ATTACHED = 2;

    static List<WatchedSchema> withAttached(List<String> names) {
        List<WatchedSchema> all = new ArrayList<>();
        all.add(MAIN);
        for (String name : names) {
            all.add(new WatchedSchema(all.size() - 1L + FIRST_ATTACHED, Identifiers.quoted(name) + '.', name + '.'));
        }
        return List.copyOf(all);
    }

    boolean is(String schema) {
        String name = prefix.isEmpty() ? "main." : prefix;
        return Identifiers.fold(name).equals(Identifiers.fold(schema) + '.');
    }

    /** Returns the name by which a table of it is known. */
    String nameOf(String table) {
        return prefix + table;
    }
}
