package io.asyncsqlite.transfer;

import de.siegmar.fastcsv.reader.CsvReader;
import io.asyncsqlite.internal.sql.Identifiers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads CSV. */
final class CsvFormat implements ImportFormat {

    private static final int SAMPLE = 1_000;

    private final CsvSettings csv;

    CsvFormat(CsvSettings csv) {
        this.csv = csv;
    }

    /** Throws {@link NoClassDefFoundError} if the parser is not there. */
    static void load() {
        CsvReader.builder();
    }

    @Override
    public CompletableFuture<ImportPlan> begin(ImportLines lines, List<TargetColumn> columns) throws IOException {
        CsvRecords records = new CsvRecords(lines, csv);
        List<@Nullable String> names = names(lines, records);
        List<CsvTarget> targets = new CsvTargets(lines, csv, columns).of(names);
        return CompletableFuture.completedFuture(
                columns.isEmpty()
                        ? creating(lines, records, targets, names.size())
                        : plan(null, lines, records, targets, names.size()));
    }

    private ImportPlan creating(ImportLines lines, CsvRecords records, List<CsvTarget> targets, int fields) {
        List<CsvLine> sample = records.sample(SAMPLE);
        List<String> types =
                targets.stream().map(target -> type(target, sample)).toList();
        String definitions = IntStream.range(0, targets.size())
                .mapToObj(i -> Identifiers.quoted(targets.get(i).column()) + ' ' + types.get(i))
                .collect(Collectors.joining(", "));
        List<CsvTarget> declared = IntStream.range(0, targets.size())
                .mapToObj(i -> targets.get(i).declared(types.get(i)))
                .toList();
        String create = "CREATE TABLE " + lines.settings().quotedTable() + "(" + definitions + ") STRICT";
        return plan(create, lines, records, declared, fields);
    }

    private ImportPlan plan(
            @Nullable String create, ImportLines lines, CsvRecords records, List<CsvTarget> targets, int fields) {
        CsvRows rows = new CsvRows(lines, csv.delimiter(), records, targets, fields);
        return new ImportPlan(create, insert(lines.settings().quotedTable(), targets), rows);
    }

    private List<@Nullable String> names(ImportLines lines, CsvRecords records) {
        List<String> given = csv.columns();
        if (given != null) {
            return new ArrayList<>(given);
        }
        CsvLine header = records.next();
        while (header != null && header.isEmpty()) {
            header = records.next();
        }
        if (header == null) {
            throw lines.failure(0, "it is empty, and has no header", null);
        }
        return header.fields();
    }

    private static String insert(String table, List<CsvTarget> targets) {
        return targets.stream()
                .map(target -> Identifiers.quoted(target.column()))
                .collect(Collectors.joining(",", "INSERT INTO " + table + "(", ") VALUES ("))
                .concat("?,".repeat(targets.size() - 1))
                .concat("?)");
    }

    private static String type(CsvTarget target, List<CsvLine> sample) {
        // What a conversion makes is not known.
        return target.conversion() != null
                ? "ANY"
                : SampledType.of(sample.stream()
                        .filter(line -> line.fields().size() > target.field())
                        .map(line -> line.fields().get(target.field())));
    }
}
