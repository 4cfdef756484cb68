package io.asyncsqlite.benchmarks.report;

import io.asyncsqlite.benchmarks.plan.Latency;
import io.asyncsqlite.benchmarks.plan.Measure;
import io.asyncsqlite.benchmarks.plan.Score;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tables of results, for documents and for the console. */
public final class Tables {

    private static final String UNKNOWN = "-";

    /** Of a line of prose. */
    private static final int WIDTH = 120;

    private Tables() {}

    /** Returns a table for the console, with a line about the machine below it. */
    public static String console(Table table) {
        return console(lines(table)) + "\n" + about(List.of(table));
    }

    /** Returns a table for a document, with a line about the machine below it. */
    public static String markdown(Table table) {
        return markdown(lines(table)) + "\n" + about(List.of(table));
    }

    /** Returns lines of cells, the first of them a header, as a table of Markdown. */
    static String markdown(List<List<String>> lines) {
        List<String> rule = Collections.nCopies(lines.get(0).size(), "---");
        return Stream.of(lines.subList(0, 1), List.of(rule), lines.subList(1, lines.size()))
                .flatMap(List::stream)
                .map(Tables::markdownLine)
                .collect(Collectors.joining());
    }

    private static String markdownLine(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String console(List<List<String>> lines) {
        List<Integer> widths = IntStream.range(0, lines.get(0).size())
                .mapToObj(column -> lines.stream()
                        .mapToInt(cells -> cells.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        return lines.stream().map(cells -> consoleLine(cells, widths)).collect(Collectors.joining());
    }

    private static String consoleLine(List<String> cells, List<Integer> widths) {
        return IntStream.range(0, cells.size())
                        .mapToObj(column -> cells.get(column)
                                + " "
                                        .repeat(widths.get(column)
                                                - cells.get(column).length()))
                        .collect(Collectors.joining("  "))
                        .stripTrailing()
                + "\n";
    }

    /** Returns sentences about who is absent, how often was measured, and where. */
    static String about(List<Table> tables) {
        Map<String, TreeSet<String>> absent = new TreeMap<>();
        tables.forEach(table -> table.absent()
                .forEach((contender, reason) ->
                        absent.computeIfAbsent(reason, first -> new TreeSet<>()).add(contender)));
        String rounds = rounds(tables);
        return absent.entrySet().stream()
                        .map(entry -> wrapped(
                                "Absent: " + String.join("; ", entry.getValue()) + " (" + entry.getKey() + ")."))
                        .collect(Collectors.joining())
                + wrapped("Medians of " + rounds + (rounds.equals("1") ? " round" : " rounds") + ". Measured on "
                        + Conditions.of(tables) + ".");
    }

    /** Returns how often was measured, such as {@code 4}, or {@code 2 to 4} where tables differ. */
    static String rounds(List<Table> tables) {
        IntSummaryStatistics rounds = tables.stream().mapToInt(Table::rounds).summaryStatistics();
        if (tables.isEmpty()) {
            return "0";
        }
        return rounds.getMin() == rounds.getMax()
                ? String.valueOf(rounds.getMin())
                : rounds.getMin() + " to " + rounds.getMax();
    }

    /** Divides a sentence into lines. */
    private static String wrapped(String sentence) {
        StringBuilder lines = new StringBuilder();
        int length = 0;
        for (String word : sentence.split(" ", -1)) {
            boolean fits = length + 1 + word.length() <= WIDTH;
            lines.append(length == 0 ? "" : fits ? " " : "\n").append(word);
            length = fits && length > 0 ? length + 1 + word.length() : word.length();
        }
        return lines.append('\n').toString();
    }

    /** A column: its header, and what it says of a row. */
    private record Column(String header, Function<Row, String> cell) {}

    private static List<List<String>> lines(Table table) {
        List<Column> columns = columns(table);
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Column::header).toList());
        for (Row row : table.pairs()) {
            lines.add(columns.stream().map(column -> column.cell().apply(row)).toList());
        }
        return lines;
    }

    private static List<Column> columns(Table table) {
        Measure measure = table.measure();
        List<Column> columns = new ArrayList<>(List.of(
                new Column("ours", Row::ours),
                new Column("against", Row::theirs),
                new Column(measure.words(table.unit()) + ", ours", row -> compared(measure, row.ourScores())),
                new Column("theirs", row -> compared(measure, row.theirScores())),
                new Column("ratio: median (lowest .. highest)", row -> Figures.of(row.ratio()))));
        if (table.hasTimes()) {
            columns.add(new Column("p50 us, ours / theirs", row -> times(row, Latency::p50)));
            columns.add(new Column("p99", row -> times(row, Latency::p99)));
            columns.add(new Column("p99.9", row -> times(row, Latency::p999)));
            columns.add(new Column("longest", row -> times(row, Latency::max)));
        }
        if (measure != Measure.CPU) {
            columns.add(new Column("CPU us per operation, ours / theirs", row -> both(row, Score::cpuMicros)));
        }
        columns.add(new Column("bytes per operation, ours / theirs", row -> both(row, Score::bytes)));
        columns.add(new Column("bar", Tables::bar));
        return columns;
    }

    /** Returns the median, and the extremes of times that have no columns of their own. */
    private static String compared(Measure measure, List<Score> scores) {
        return measure == Measure.TIME
                ? Figures.of(Spread.of(scores.stream().map(measure::of).toList()))
                : median(scores, measure::of);
    }

    private static String times(Row row, Function<Latency, Double> part) {
        return both(row, score -> score.latency() == null ? null : part.apply(score.latency()));
    }

    private static String both(Row row, Function<Score, @Nullable Double> part) {
        return median(row.ourScores(), part) + " / " + median(row.theirScores(), part);
    }

    private static String median(List<Score> scores, Function<Score, @Nullable Double> part) {
        List<Double> known = new ArrayList<>();
        for (Score score : scores) {
            Double value = part.apply(score);
            if (value == null) {
                return UNKNOWN;
            }
            known.add(value);
        }
        return Figures.of(Spread.of(known).median());
    }

    private static String bar(Row row) {
        Double bar = row.bar();
        return bar == null
                ? "none"
                : ">= " + Figures.of(bar) + ": " + Verdict.of(row.ratio(), bar).words();
    }
}
