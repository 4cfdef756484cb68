package io.asyncsqlite.internal.backup;

import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.RowCursor;
import io.asyncsqlite.internal.sql.Identifiers;
import io.asyncsqlite.internal.statement.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rows of one table, as INSERT statements. Worker thread only. */
final class DumpedTable implements AutoCloseable {

    private static final List<String> ROWID_NAMES = List.of("rowid", "_rowid_", "oid");
    private static final String KEY_INDEX = "SELECT 1 FROM pragma_index_list(?) WHERE origin = 'pk'";

    private final RowCursor cursor;
    private final String start;
    private final Literals literals;

    private DumpedTable(RowCursor cursor, String start, Literals literals) {
        this.cursor = cursor;
        this.start = start;
        this.literals = literals;
    }

    /**
     * Begins to read a table, without its generated columns.
     *
     * @param hasRowid whether its rows have rowids that may differ from its primary key
     */
    static DumpedTable open(
            DatabaseConnection connection, Statements statements, String table, boolean hasRowid, Literals literals) {
        List<@Nullable Object[]> found =
                rows(connection, statements, "SELECT name, hidden, pk, upper(type) FROM pragma_table_xinfo(?)", table);
        StringJoiner columns = new StringJoiner(",");
        // A primary key with an index is not the rowid, for example INTEGER PRIMARY KEY DESC.
        if (hasRowid
                && !(isOneInteger(found)
                        && rows(connection, statements, KEY_INDEX, table).isEmpty())) {
            addRowid(found, columns);
        }
        for (@Nullable Object[] column : found) {
            if (Long.valueOf(0).equals(column[1])) {
                columns.add(Identifiers.quoted(String.valueOf(column[0])));
            }
        }
        String name = Identifiers.quoted(table);
        RowCursor cursor = connection.open(statements.bind("SELECT " + columns + " FROM " + name, new Object[0]));
        return new DumpedTable(cursor, "INSERT INTO " + name + '(' + columns + ") VALUES(", literals);
    }

    private static List<@Nullable Object[]> rows(
            DatabaseConnection connection, Statements statements, String sql, String table) {
        return connection
                .query(statements.bind(sql, new Object[] {table}), Integer.MAX_VALUE)
                .values();
    }

    private static boolean isOneInteger(List<@Nullable Object[]> found) {
        List<@Nullable Object[]> key = found.stream()
                .filter(column -> !Long.valueOf(0).equals(column[2]))
                .toList();
        return key.size() == 1 && "INTEGER".equals(key.get(0)[3]);
    }

    /** Adds the rowid, so that rows keep it, under a name that no column has. */
    private static void addRowid(List<@Nullable Object[]> found, StringJoiner columns) {
        TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        found.forEach(column -> names.add(String.valueOf(column[0])));
        ROWID_NAMES.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(columns::add);
    }

    boolean more() {
        return cursor.more();
    }

    /** Reads rows. An error ends the dump: what came before it is of no use. */
    List<String> read(int maxRows) {
        List<String> inserts = new ArrayList<>();
        for (@Nullable Object[] row : cursor.read(maxRows)) {
            StringJoiner values = new StringJoiner(",", start, ");");
            for (@Nullable Object value : row) {
                values.add(literals.value(value));
            }
            inserts.add(values.toString());
        }
        var failure = cursor.failure();
        if (failure != null) {
            throw failure;
        }
        return inserts;
    }

    @Override
    public void close() {
        cursor.close();
    }
}
