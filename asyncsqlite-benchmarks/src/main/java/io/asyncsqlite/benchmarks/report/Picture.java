package io.asyncsqlite.benchmarks.report;

import io.asyncsqlite.benchmarks.plan.Measure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Draws the figure of each contender of a plan. */
public final class Picture {

    private static final int LEFT = 215;
    private static final int RIGHT = 640;

    private static final Pattern NUMBER = Pattern.compile("^\\d+");

    private final Table table;

    private Picture(Table table) {
        this.table = table;
    }

    /** Returns an SVG. */
    public static String svg(Table table) {
        return new Picture(table).chart().svg();
    }

    private Chart chart() {
        List<Double> all = table.contenders().stream()
                .flatMap(entry -> table.values(entry.id()).stream())
                .toList();
        return new Chart(
                table.title(),
                List.of(
                        table.measure().words(table.unit())
                                + (table.measure() == Measure.PER_SECOND ? "" : ", less is better")
                                + ", on a logarithmic axis",
                        "dot: asyncsqlite; square: others; small: each of " + table.rounds()
                                + " rounds; large: median; line: lowest to highest"),
                description(),
                LogAxis.over(all, LEFT, RIGHT),
                false,
                groups(),
                Conditions.of(List.of(table)));
    }

    private String description() {
        return table.pairs().stream()
                .map(row -> "By " + table.measure().words(table.unit()) + ", " + row.ours() + " is "
                        + Figures.of(row.ratio()) + " times as good as " + row.theirs() + ".")
                .findFirst()
                .orElse("Nothing was measured.");
    }

    /** Returns groups by the number of callers, and in each group asyncsqlite before others. */
    private List<Chart.Group> groups() {
        Map<String, List<Entry>> groups = table.contenders().stream()
                .sorted(Comparator.comparing(entry -> !entry.ours()))
                .collect(Collectors.groupingBy(
                        Entry::group,
                        () -> new TreeMap<>(
                                Comparator.comparingInt(Picture::callers).thenComparing(Comparator.naturalOrder())),
                        Collectors.toList()));
        return groups.entrySet().stream()
                .map(group -> new Chart.Group(
                        group.getKey(),
                        group.getValue().stream().map(this::line).toList()))
                .toList();
    }

    private static int callers(String group) {
        Matcher number = NUMBER.matcher(group);
        return number.find() ? Integer.parseInt(number.group()) : 0;
    }

    private Chart.Line line(Entry entry) {
        Mark.Form form = entry.ours() ? Mark.Form.DOT : Mark.Form.SQUARE;
        return new Chart.Line(entry.label(), List.of(new Mark(form, entry.ours(), table.values(entry.id()))));
    }
}
