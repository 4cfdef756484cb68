package io.asyncsqlite.transfer;

import io.asyncsqlite.internal.sql.Identifiers;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The SQL that makes rows of lines of JSON. */
final class NdJsonSql {

    /** Tells whether the parameter is an object. {@code json('')} is an error of SQLite, "malformed JSON". */
    private static final String IS_OBJECT = "CASE WHEN json_valid(?1) THEN"
            + " CASE json_type(?1) WHEN 'object' THEN 1 ELSE json('') END ELSE json('') END";

    private NdJsonSql() {}

    /** Returns the statement whose only parameter is a line. The condition checks the line once, and not for each column. */
    static String insert(ImportLines lines, String table, List<TargetColumn> columns) {
        String names = columns.stream()
                .map(column -> Identifiers.quoted(column.name()))
                .collect(Collectors.joining(","));
        String values = columns.stream().map(column -> value(lines, column)).collect(Collectors.joining(", "));
        return "INSERT INTO " + table + "(" + names + ") SELECT " + values + " WHERE " + IS_OBJECT;
    }

    private static String value(ImportLines lines, TargetColumn column) {
        String path = path(lines, column.name());
        String value = "?1 ->> " + path;
        if (column.holdsBytes()) {
            value = "coalesce(unhex(" + value + "), CASE WHEN " + value + " IS NOT NULL THEN json('') END)";
        }
        return column.defaultValue() == null
                ? value
                : "CASE WHEN json_type(?1, " + path + ") IS NULL THEN (" + column.defaultValue() + ") ELSE " + value
                        + " END";
    }

    /** Returns the path of a member as a literal of SQL. */
    private static String path(ImportLines lines, String name) {
        if (name.indexOf('"') >= 0 || name.indexOf('\\') >= 0) {
            throw lines.failure(
                    0,
                    "column " + Identifiers.quoted(name)
                            + " has a quote or a backslash in its name, which no path of JSON has",
                    null);
        }
        return "'$.\"" + name.replace("'", "''") + "\"'";
    }

    /**
     * Returns the type of a column.
     *
     * @param types the types of its values as {@code json_type} names them, with commas
     */
    static String type(String types) {
        Set<String> seen = Set.of(types.split(","));
        Set<String> values = seen.stream().filter(type -> !type.equals("null")).collect(Collectors.toSet());
        if (values.isEmpty()) {
            return "ANY";
        }
        if (Set.of("integer", "true", "false").containsAll(values)) {
            return "INTEGER";
        }
        if (Set.of("integer", "real").containsAll(values)) {
            return "REAL";
        }
        return Set.of("text", "object", "array").containsAll(values) ? "TEXT" : "ANY";
    }
}
