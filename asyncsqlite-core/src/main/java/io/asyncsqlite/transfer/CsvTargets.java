package io.asyncsqlite.transfer;

import io.asyncsqlite.internal.sql.Identifiers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the columns of fields, and refuses those that do not fit. */
final class CsvTargets {

    private final ImportLines lines;
    private final CsvSettings csv;
    private final Map<String, TargetColumn> columns = new HashMap<>();

    CsvTargets(ImportLines lines, CsvSettings csv, List<TargetColumn> columns) {
        this.lines = lines;
        this.csv = csv;
        columns.forEach(column -> this.columns.put(Identifiers.fold(column.name()), column));
    }

    /**
     * Returns where the fields go.
     *
     * @param names the header, or the names given in its place
     */
    List<CsvTarget> of(List<@Nullable String> names) {
        List<CsvTarget> targets = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int field = 0; field < names.size(); field++) {
            String column = column(names.get(field), field);
            if (column != null) {
                if (!seen.add(Identifiers.fold(column))) {
                    throw refused("column " + Identifiers.quoted(column) + " comes twice");
                }
                targets.add(target(field, column));
            }
        }
        refuseUnused(seen);
        return targets;
    }

    private @Nullable String column(@Nullable String name, int field) {
        Map<String, String> mapping = csv.mapping();
        if (mapping != null) {
            return name == null ? null : mapping.get(name);
        }
        if (name == null || name.isBlank()) {
            throw refused("field " + (field + 1) + " of the header names no column");
        }
        return name;
    }

    private void refuseUnused(Set<String> seen) {
        Map<String, String> mapping = csv.mapping();
        if (mapping != null) {
            mapping.forEach((name, column) -> {
                if (!seen.contains(Identifiers.fold(column))) {
                    throw refused("no field is named " + Identifiers.quoted(name));
                }
            });
        }
        csv.conversions().keySet().forEach(column -> {
            if (!seen.contains(column)) {
                throw refused("no field is for column " + Identifiers.quoted(column) + ", which withColumn names");
            }
        });
        if (seen.isEmpty()) {
            throw refused("no field is for a column");
        }
    }

    private CsvTarget target(int field, String column) {
        TargetColumn target = columns.get(Identifiers.fold(column));
        if (target == null && !columns.isEmpty()) {
            throw refused("the table has no column " + Identifiers.quoted(column)
                    + " that takes values; withMapping(...) tells which fields go where");
        }
        Function<String, ?> given = csv.conversions().get(Identifiers.fold(column));
        boolean bytes = given == null && target != null && target.holdsBytes();
        return new CsvTarget(
                field,
                column,
                bytes ? HexFormat.of()::parseHex : given,
                target == null ? NumberText.NONE : target.numbers());
    }

    private RuntimeException refused(String why) {
        return lines.failure(csv.columns() == null ? 1 : 0, why, null);
    }
}
