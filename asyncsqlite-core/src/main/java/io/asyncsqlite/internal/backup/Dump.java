package io.asyncsqlite.internal.backup;

import io.asyncsqlite.SqliteException;
import io.asyncsqlite.internal.connection.ChunkedReading;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.statement.Columns;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.Statements;
import io.asyncsqlite.internal.statement.StoredRow;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that makes an equal database, one statement a row, read in one transaction. In the form of the sqlite3 shell's {@code .dump}, with the
 * rowids. Worker thread only.
 *
 * @see <a href="https://www.sqlite.org/cli.html#converting_an_entire_database_to_a_text_file">.dump</a>
 */
public final class Dump implements ChunkedReading {

    private static final String TABLES =
            "SELECT schema.name, schema.sql, list.type, list.wr FROM sqlite_schema AS schema"
                    + " JOIN pragma_table_list AS list ON list.schema = 'main' AND list.name = schema.name"
                    + " WHERE schema.type = 'table' AND schema.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY schema.rowid";
    private static final String OTHERS = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND type <> 'table'"
            + " ORDER BY CASE type WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 END, rowid";

    /** What is next: statements, and the tables whose rows are to be read. */
    private record Part(String sql, @Nullable String table, boolean hasRowid) {

        static Part of(String sql) {
            return new Part(sql, null, false);
        }
    }

    private final DatabaseConnection connection;
    private final Statements statements;
    private final Literals literals;
    private final Deque<Part> parts = new ArrayDeque<>();
    private @Nullable DumpedTable open;

    public Dump(DatabaseConnection connection, Statements statements) {
        this.connection = connection;
        this.statements = statements;
        connection.transaction().begin(BeginMode.DEFERRED);
        try {
            this.literals = new Literals(Charset.forName(text("SELECT encoding FROM pragma_encoding")));
            plan();
        } catch (RuntimeException | Error e) {
            connection.transaction().rollback();
            throw e;
        }
    }

    /** Reads a dump to its end. */
    public static Rows whole(DatabaseConnection connection, Statements statements) {
        try (Dump dump = new Dump(connection, statements)) {
            List<@Nullable Object[]> all = new ArrayList<>();
            while (dump.more()) {
                all.addAll(dump.read(64));
            }
            return new Rows(Columns.NONE, all);
        }
    }

    /** Returns the statement of one row. */
    public static String statement(StoredRow row) {
        return (String) Objects.requireNonNull(row.stored(0));
    }

    private List<@Nullable Object[]> rows(String sql) {
        return connection
                .query(statements.bind(sql, new Object[0]), Integer.MAX_VALUE)
                .values();
    }

    private String text(String sql) {
        return String.valueOf(rows(sql).get(0)[0]);
    }

    private void add(String sql) {
        parts.add(Part.of(sql));
    }

    /** Adds a setting that is not the usual one. */
    private void addSetting(String pragma, String usual) {
        String value = text("SELECT " + pragma + " FROM pragma_" + pragma);
        if (!value.equals(usual)) {
            add("PRAGMA " + pragma + '=' + Literals.text(value) + ';');
        }
    }

    private void plan() {
        addSetting("encoding", "UTF-8");
        addSetting("auto_vacuum", "0");
        add("PRAGMA foreign_keys=OFF;");
        add("BEGIN TRANSACTION;");
        addSetting("user_version", "0");
        addSetting("application_id", "0");
        List<@Nullable Object[]> tables = rows(TABLES);
        boolean virtual = tables.stream().anyMatch(table -> "virtual".equals(table[2]));
        if (virtual) {
            add("PRAGMA writable_schema=ON;");
        }
        tables.forEach(this::planTable);
        planOwnTables();
        rows(OTHERS).forEach(other -> add(other[0] + ";"));
        if (virtual) {
            add("PRAGMA writable_schema=OFF;");
        }
        add("COMMIT;");
    }

    private void planTable(@Nullable Object[] table) {
        String name = String.valueOf(table[0]);
        String sql = String.valueOf(table[1]);
        if ("virtual".equals(table[2])) {
            // Its rows are in tables of its own, which CREATE VIRTUAL TABLE would make.
            String quoted = Literals.text(name);
            add("INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql) VALUES('table'," + quoted + ',' + quoted
                    + ",0," + Literals.text(sql) + ");");
        } else {
            parts.add(new Part(sql + ";", name, Long.valueOf(0).equals(table[3])));
        }
    }

    /** The tables of SQLite that hold state: the sequences, and the statistics that every build of SQLite takes. */
    private void planOwnTables() {
        if (has("sqlite_sequence")) {
            parts.add(new Part("DELETE FROM sqlite_sequence;", "sqlite_sequence", false));
        }
        if (has("sqlite_stat1")) {
            parts.add(new Part("ANALYZE sqlite_schema;", "sqlite_stat1", false));
        }
    }

    private boolean has(String table) {
        return !rows("SELECT 1 FROM sqlite_schema WHERE name = '" + table + "'").isEmpty();
    }

    @Override
    public Columns columns() {
        return Columns.NONE;
    }

    @Override
    public boolean more() {
        return open != null || !parts.isEmpty();
    }

    /** Reads one or more statements, never more than asked for. */
    @Override
    public List<@Nullable Object[]> read(int maxRows) {
        List<@Nullable Object[]> read = new ArrayList<>();
        while (read.size() < maxRows && more()) {
            DumpedTable table = open;
            if (table == null) {
                read.add(new Object[] {next()});
            } else {
                table.read(maxRows - read.size()).forEach(insert -> read.add(new Object[] {insert}));
                closeIfRead(table);
            }
        }
        return read;
    }

    private String next() {
        Part part = parts.remove();
        if (part.table() != null) {
            DumpedTable table = DumpedTable.open(connection, statements, part.table(), part.hasRowid(), literals);
            open = table;
            closeIfRead(table);
        }
        return part.sql();
    }

    private void closeIfRead(DumpedTable table) {
        if (!table.more()) {
            open = null;
            table.close();
        }
    }

    /** Returns null: a part of a dump is of no use, so every error is thrown at once. */
    @Override
    public @Nullable SqliteException failure() {
        return null;
    }

    @Override
    public void close() {
        parts.clear();
        DumpedTable table = open;
        if (table != null) {
            open = null;
            table.close();
        }
        connection.transaction().endSnapshot();
    }
}
