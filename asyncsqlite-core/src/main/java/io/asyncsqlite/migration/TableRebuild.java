package io.asyncsqlite.migration;

import io.asyncsqlite.SyncOperations;
import io.asyncsqlite.schema.Index;
import io.asyncsqlite.schema.Schema;
import io.asyncsqlite.schema.Table;
import io.asyncsqlite.schema.TableColumn;
import io.asyncsqlite.schema.TableColumn.Generated;
import io.asyncsqlite.schema.Trigger;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A table that is made anew with its rows, indexes and triggers, because ALTER TABLE cannot change it. Columns of the old table are copied by name.
 * Foreign keys are off meanwhile, and checked before the COMMIT. Ids that AUTOINCREMENT has given are not given again. Immutable.
 *
 * <pre>{@code
 * return TableRebuild.of("note", "CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")
 *         .column("body", "coalesce(body, '')")
 *         .without("words");
 * }</pre>
 *
 * <p>The rows are copied twice, which no view or trigger of other tables can see, where renaming tables would change their texts. Rows of a table
 * without INTEGER PRIMARY KEY may get another rowid.
 *
 * @see <a href="https://www.sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes">Making other kinds of table schema changes</a>
 */
public final class TableRebuild {

    private static final String COPY = "asyncsqlite_rebuild";
    private static final String SEQUENCE = "asyncsqlite_rebuild_sequence";

    private final String table;
    private final String createTable;
    private final Map<String, String> expressions;
    private final Set<String> dropped;

    private TableRebuild(String table, String createTable, Map<String, String> expressions, Set<String> dropped) {
        this.table = Objects.requireNonNull(table, "table");
        this.createTable = Objects.requireNonNull(createTable, "createTable");
        this.expressions = expressions;
        this.dropped = dropped;
    }

    /**
     * Makes a table anew.
     *
     * @param table its name
     * @param createTable the CREATE TABLE statement of the new one, with the same name
     * @return how
     */
    public static TableRebuild of(String table, String createTable) {
        return new TableRebuild(table, createTable, Map.of(), Set.of());
    }

    /**
     * Fills a column by an expression, in place of the old column of this name.
     *
     * @param column a column of the new table
     * @param expression SQL over the columns of the old table
     * @return how, with this column
     */
    public TableRebuild column(String column, String expression) {
        Map<String, String> all = new LinkedHashMap<>(expressions);
        all.put(column, expression);
        return new TableRebuild(table, createTable, all, dropped);
    }

    /**
     * Leaves out columns of the old table.
     *
     * @param columns names as the old table has them
     * @return how, without these columns
     */
    public TableRebuild without(String... columns) {
        Set<String> all = new LinkedHashSet<>(dropped);
        all.addAll(Set.of(columns));
        return new TableRebuild(table, createTable, expressions, all);
    }

    /** Returns all that decides what it does, for its checksum. */
    String text() {
        return String.join("\n", table, createTable, expressions.toString(), dropped.toString());
    }

    /** Returns the statements, each with its semicolon, for the table as it is now. */
    String script(SyncOperations connection) {
        Table old = Schema.of(connection)
                .table(table)
                .filter(found -> found.kind() == Table.Kind.TABLE)
                .orElseThrow(() -> new IllegalArgumentException("There is no table '" + table + "' to be rebuilt"));
        Map<String, String> values = new LinkedHashMap<>();
        old.columns().stream()
                .filter(column -> column.generated() == Generated.NO)
                .map(TableColumn::name)
                .filter(name -> !dropped.contains(name))
                .forEach(name -> values.put(name, quoted(name)));
        values.putAll(expressions);
        String columns = String.join(
                ", ", values.keySet().stream().map(TableRebuild::quoted).toList());
        String name = quoted(old.name());
        StringBuilder script = new StringBuilder();
        script.append(
                "CREATE TABLE " + COPY + " AS SELECT " + String.join(", ", values.values()) + " FROM " + name + ";\n");
        boolean counts = !connection
                .query("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'")
                .list()
                .isEmpty();
        String sequence = "FROM sqlite_sequence WHERE name = " + text(old.name()) + ";\n";
        if (counts) {
            script.append("CREATE TABLE " + SEQUENCE + " AS SELECT name, seq " + sequence);
        }
        script.append("DROP TABLE " + name + ";\n" + createTable + "\n;\n");
        script.append(
                "INSERT INTO " + name + "(" + columns + ") SELECT * FROM " + COPY + ";\nDROP TABLE " + COPY + ";\n");
        if (counts) {
            script.append("DELETE " + sequence + "INSERT INTO sqlite_sequence SELECT * FROM " + SEQUENCE + ";\n");
            script.append("DROP TABLE " + SEQUENCE + ";\n");
        }
        Stream.concat(
                        old.indexes().stream().map(Index::sql).filter(Objects::nonNull),
                        old.triggers().stream().map(Trigger::sql))
                .forEach(sql -> script.append(sql + "\n;\n"));
        return script.toString();
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
