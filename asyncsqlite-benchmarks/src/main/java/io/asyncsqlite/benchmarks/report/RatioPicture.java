package io.asyncsqlite.benchmarks.report;

import io.asyncsqlite.benchmarks.report.Readme.Choice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws the ratios that the README shows, with what is lost to the left of a line at 1. */
public final class RatioPicture {

    private static final String TITLE = "How many times as much asyncsqlite does per second";
    private static final int LEFT = 260;
    private static final int RIGHT = 610;

    private RatioPicture() {}

    /**
     * Returns an SVG.
     *
     * @param tables results by the ids of their plans
     */
    public static String svg(Map<String, Table> tables) {
        List<Chart.Group> groups = groups(tables);
        List<Table> shown = Readme.shown(tables);
        return new Chart(
                        TITLE,
                        List.of(
                                "ratio to each rival, on a logarithmic axis; dot: foreign engine, ring: JNI engine",
                                "small: each of " + Tables.rounds(shown)
                                        + " rounds; large: median; line: lowest to highest"),
                        description(groups),
                        LogAxis.over(withOne(groups), LEFT, RIGHT),
                        true,
                        groups,
                        Conditions.of(shown))
                .svg();
    }

    private static List<Chart.Group> groups(Map<String, Table> tables) {
        Map<String, List<Chart.Line>> groups = Readme.CHOICES.stream()
                .filter(choice -> !marks(choice, tables).isEmpty())
                .collect(Collectors.groupingBy(
                        Choice::group,
                        LinkedHashMap::new,
                        Collectors.mapping(
                                choice -> new Chart.Line(choice.words(), marks(choice, tables)), Collectors.toList())));
        return groups.entrySet().stream()
                .map(group -> new Chart.Group(group.getKey(), group.getValue()))
                .toList();
    }

    private static List<Mark> marks(Choice choice, Map<String, Table> tables) {
        return Stream.concat(
                        choice.on("foreign", tables).map(row -> mark(Mark.Form.DOT, row)).stream(),
                        choice.on("jni", tables).map(row -> mark(Mark.Form.RING, row)).stream())
                .toList();
    }

    private static Mark mark(Mark.Form form, Row row) {
        return new Mark(form, row.ratio().median() >= 1, row.ratios());
    }

    private static List<Double> withOne(List<Chart.Group> groups) {
        return Stream.concat(
                        Stream.of(1.0),
                        groups.stream()
                                .flatMap(group -> group.lines().stream())
                                .flatMap(line -> line.marks().stream())
                                .flatMap(mark -> mark.rounds().stream()))
                .toList();
    }

    private static String description(List<Chart.Group> groups) {
        return groups.stream()
                .flatMap(group -> group.lines().stream()
                        .map(line -> group.heading() + ", " + line.label() + ": "
                                + Figures.of(line.marks().get(0).spread()) + " times as much."))
                .findFirst()
                .orElse("Nothing was measured.");
    }
}
