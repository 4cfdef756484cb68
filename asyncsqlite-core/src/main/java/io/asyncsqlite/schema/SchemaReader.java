package io.asyncsqlite.schema;

import io.asyncsqlite.Row;
import io.asyncsqlite.SyncOperations;
import io.asyncsqlite.schema.Index.IndexColumn;
import io.asyncsqlite.schema.Index.Origin;
import io.asyncsqlite.schema.Table.Kind;
import io.asyncsqlite.schema.TableColumn.Generated;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a schema with one query for each kind of part, whatever the number of tables. */
final class SchemaReader {

    private static final String TABLES = """
            SELECT l.name, l.type, l.wr, l.strict, s.sql FROM pragma_table_list AS l
            LEFT JOIN sqlite_schema AS s ON s.name = l.name AND s.type IN ('table', 'view')
            WHERE l.schema = 'main' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY l.name
            """;

    private static final String OF_EACH_TABLE = """
            SELECT l.name AS owner, p.* FROM pragma_table_list AS l
            JOIN %s(l.name, 'main') AS p WHERE l.schema = 'main' ORDER BY l.name, %s
            """;

    private static final String INDEX_COLUMNS = """
            SELECT i.name AS owner, x.* FROM pragma_table_list AS l JOIN pragma_index_list(l.name, 'main') AS i
            JOIN pragma_index_xinfo(i.name, 'main') AS x WHERE l.schema = 'main' AND x.key = 1 ORDER BY i.name, x.seqno
            """;

    private static final String INDEX_TEXTS = "SELECT name AS owner, sql FROM sqlite_schema WHERE type = 'index'";

    /** A trigger keeps the name of its table as its own text has it. */
    private static final String TRIGGERS = """
            SELECT l.name AS owner, s.name, s.sql FROM sqlite_schema AS s
            JOIN pragma_table_list AS l ON l.schema = 'main' AND l.name = s.tbl_name COLLATE NOCASE
            WHERE s.type = 'trigger' ORDER BY s.name
            """;

    private final SyncOperations connection;

    SchemaReader(SyncOperations connection) {
        this.connection = connection;
    }

    Schema read() {
        Map<String, List<TableColumn>> columns =
                byOwner(OF_EACH_TABLE.formatted("pragma_table_xinfo", "p.cid"), SchemaReader::column);
        Map<String, List<Index>> indexes = indexes();
        Map<String, List<ForeignKey>> foreignKeys = foreignKeys();
        Map<String, List<Trigger>> triggers =
                byOwner(TRIGGERS, row -> new Trigger(text(row, "name"), text(row, "sql")));
        return new Schema(connection
                .query(TABLES)
                .map(row -> {
                    String name = text(row, "name");
                    return new Table(
                            name,
                            kind(text(row, "type")),
                            row.getBoolean("wr"),
                            row.getBoolean("strict"),
                            columns.getOrDefault(name, List.of()),
                            indexes.getOrDefault(name, List.of()),
                            foreignKeys.getOrDefault(name, List.of()),
                            triggers.getOrDefault(name, List.of()),
                            row.getString("sql"));
                })
                .list());
    }

    private <T> Map<String, List<T>> byOwner(String sql, Function<Row, T> part) {
        Map<String, List<T>> parts = new HashMap<>();
        connection
                .query(sql)
                .forEach(row -> parts.computeIfAbsent(text(row, "owner"), owner -> new ArrayList<>())
                        .add(part.apply(row)));
        return parts;
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "view" -> Kind.VIEW;
            case "virtual" -> Kind.VIRTUAL;
            case "shadow" -> Kind.SHADOW;
            default -> Kind.TABLE;
        };
    }

    private static TableColumn column(Row row) {
        int hidden = row.getInt("hidden");
        return new TableColumn(
                text(row, "name"),
                text(row, "type"),
                row.getBoolean("notnull"),
                row.getString("dflt_value"),
                row.getInt("pk"),
                // See sqlite.org/pragma.html#pragma_table_xinfo: 1 is hidden, 2 and 3 are generated.
                hidden == 2 ? Generated.VIRTUAL : hidden == 3 ? Generated.STORED : Generated.NO,
                hidden == 1);
    }

    private Map<String, List<Index>> indexes() {
        Map<String, List<IndexColumn>> columns =
                byOwner(INDEX_COLUMNS, row -> new IndexColumn(indexed(row), text(row, "coll"), row.getBoolean("desc")));
        Map<String, @Nullable String> texts = new HashMap<>();
        connection.query(INDEX_TEXTS).forEach(row -> texts.put(text(row, "owner"), row.getString("sql")));
        return byOwner(OF_EACH_TABLE.formatted("pragma_index_list", "p.name"), row -> {
            String name = text(row, "name");
            return new Index(
                    name,
                    row.getBoolean("unique"),
                    origin(text(row, "origin")),
                    row.getBoolean("partial"),
                    columns.getOrDefault(name, List.of()),
                    texts.get(name));
        });
    }

    /** Returns the name of an indexed column: SQLite numbers the rowid -1, and an expression -2. */
    private static @Nullable String indexed(Row row) {
        return row.getInt("cid") == -1 ? "rowid" : row.getString("name");
    }

    private static Origin origin(String code) {
        return switch (code) {
            case "u" -> Origin.UNIQUE;
            case "pk" -> Origin.PRIMARY_KEY;
            default -> Origin.CREATE_INDEX;
        };
    }

    private Map<String, List<ForeignKey>> foreignKeys() {
        Map<String, List<ForeignKey>> keys = new HashMap<>();
        // SQLite numbers the keys of a table from the last declared one.
        byOwner(OF_EACH_TABLE.formatted("pragma_foreign_key_list", "p.id DESC, p.seq"), row -> row)
                .forEach((table, rows) -> keys.put(table, keysOf(rows)));
        return keys;
    }

    private static List<ForeignKey> keysOf(List<Row> rows) {
        Map<Integer, List<Row>> byId = new LinkedHashMap<>();
        rows.forEach(row ->
                byId.computeIfAbsent(row.getInt("id"), id -> new ArrayList<>()).add(row));
        return byId.values().stream().map(SchemaReader::foreignKey).toList();
    }

    private static ForeignKey foreignKey(List<Row> columns) {
        Row first = columns.get(0);
        return new ForeignKey(
                columns.stream().map(row -> text(row, "from")).toList(),
                text(first, "table"),
                columns.stream()
                        .flatMap(row -> row.getOptional("to", String.class).stream())
                        .toList(),
                action(text(first, "on_update")),
                action(text(first, "on_delete")));
    }

    private static ForeignKey.Action action(String words) {
        return ForeignKey.Action.valueOf(words.replace(' ', '_'));
    }

    private static String text(Row row, String column) {
        String text = row.getString(column);
        return text == null ? "" : text;
    }
}
