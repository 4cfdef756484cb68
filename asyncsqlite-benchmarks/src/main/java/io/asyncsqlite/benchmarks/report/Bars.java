package io.asyncsqlite.benchmarks.report;

import io.asyncsqlite.benchmarks.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** All bars of all plans in one table. */
public final class Bars {

    private Bars() {}

    /**
     * Returns the table, under a line that counts the verdicts.
     *
     * @param tables results by the ids of their plans; plans without results are left out
     */
    public static String markdown(Map<String, Table> tables) {
        List<Table> measured = Arrays.stream(Plan.values())
                .map(plan -> tables.get(plan.id()))
                .filter(Objects::nonNull)
                .toList();
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("work", "ours", "against", "ratio: median (lowest .. highest)", "bar", "verdict"));
        List<Verdict> verdicts = new ArrayList<>();
        for (Table table : measured) {
            for (Row row : table.pairs()) {
                Double bar = row.bar();
                Verdict verdict = row.verdict();
                if (bar != null && verdict != null) {
                    verdicts.add(verdict);
                    lines.add(List.of(
                            "`" + table.plan() + "`",
                            row.ours(),
                            row.theirs(),
                            Figures.of(row.ratio()),
                            Figures.of(bar),
                            verdict.words()));
                }
            }
        }
        return counts(verdicts) + "\n" + Tables.markdown(lines) + "\n" + Tables.about(measured);
    }

    /** Returns such a line as {@code Of 9 bars 4 are met, 3 missed and 2 undecided.} */
    private static String counts(List<Verdict> verdicts) {
        Map<Verdict, Long> counts =
                verdicts.stream().collect(Collectors.groupingBy(verdict -> verdict, Collectors.counting()));
        return "Of " + verdicts.size() + " bars " + counts.getOrDefault(Verdict.MET, 0L) + " are met, "
                + counts.getOrDefault(Verdict.MISSED, 0L) + " missed and "
                + counts.getOrDefault(Verdict.UNDECIDED, 0L) + " undecided.\n";
    }
}
