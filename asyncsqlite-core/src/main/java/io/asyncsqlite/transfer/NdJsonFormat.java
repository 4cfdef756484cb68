package io.asyncsqlite.transfer;

import io.asyncsqlite.internal.sql.Identifiers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Reads lines of JSON. SQLite parses them: once for the sample, and once for each row. */
final class NdJsonFormat implements ImportFormat {

    /** The members of the lines of an array, in the order in which they come first, with the types of their values. */
    private static final String MEMBERS = """
            SELECT member.key, group_concat(DISTINCT member.type) AS types FROM json_each(?) AS line
            JOIN json_each(CASE WHEN json_valid(line.value)
                THEN CASE json_type(line.value) WHEN 'object' THEN line.value ELSE '{}' END ELSE '{}' END) AS member
            GROUP BY member.key ORDER BY min(line.key * 1e9 + member.id)""";

    @Override
    public CompletableFuture<ImportPlan> begin(ImportLines lines, List<TargetColumn> columns) throws IOException {
        TextLines text = new TextLines(SourceText.open(lines, StandardCharsets.UTF_8), NdJsonRows.LONGEST);
        NdJsonRows rows = new NdJsonRows(lines, text);
        return lines.settings().db().query(MEMBERS, rows.sample()).list().thenApply(members -> {
            Map<String, String> types = new LinkedHashMap<>();
            members.forEach(member ->
                    types.put(String.valueOf(member.getString("key")), String.valueOf(member.getString("types"))));
            return plan(lines, columns, types, rows);
        });
    }

    private static ImportPlan plan(
            ImportLines lines, List<TargetColumn> columns, Map<String, String> types, NdJsonRows rows) {
        String table = lines.settings().quotedTable();
        if (!columns.isEmpty()) {
            refuseUnknown(lines, columns, types);
            return new ImportPlan(null, NdJsonSql.insert(lines, table, columns), rows);
        }
        if (types.isEmpty()) {
            throw lines.failure(
                    0, "no object with a member is among its first lines, of which a table could be made", null);
        }
        List<TargetColumn> made = types.entrySet().stream()
                .map(member -> new TargetColumn(member.getKey(), NdJsonSql.type(member.getValue()), true, null))
                .toList();
        String definitions = made.stream()
                .map(column -> Identifiers.quoted(column.name()) + ' ' + column.declared())
                .collect(Collectors.joining(", "));
        return new ImportPlan(
                "CREATE TABLE " + table + "(" + definitions + ") STRICT", NdJsonSql.insert(lines, table, made), rows);
    }

    private static void refuseUnknown(ImportLines lines, List<TargetColumn> columns, Map<String, String> types) {
        types.keySet().forEach(name -> {
            if (columns.stream().noneMatch(column -> column.name().equals(name))) {
                throw lines.failure(
                        0, "the table has no column " + Identifiers.quoted(name) + " that takes values", null);
            }
        });
    }
}
