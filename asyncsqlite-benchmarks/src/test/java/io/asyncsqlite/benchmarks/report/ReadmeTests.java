package io.asyncsqlite.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.benchmarks.plan.Pair;
import io.asyncsqlite.benchmarks.plan.Plan;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTests {

    @Test
    void everyChoiceIsAPairOfItsPlan() {
        assertThat(Readme.CHOICES)
                .allSatisfy(choice -> assertThat(Plan.named(choice.plan()).pairs())
                        .extracting(Pair::id)
                        .containsAnyOf(
                                choice.ours("foreign") + " / " + choice.theirs(),
                                choice.ours("jni") + " / " + choice.theirs()));
    }

    @Test
    void everyChoiceHasALineUnderItsGroup() {
        Map<String, Table> tables = Arrays.stream(Plan.values())
                .map(plan -> Table.of(MadeUp.of(plan)))
                .collect(Collectors.toMap(Table::plan, Function.identity()));

        assertThat(Readme.markdown(tables).lines())
                .startsWith("| asyncsqlite against | ratio: median (lowest .. highest) |", "| --- | --- |")
                .contains("| **Rows** |  |")
                .anyMatch(line -> line.matches("\\| the same, loops in C \\| 0\\.[^|]+ \\|"))
                .noneMatch(line -> line.contains("not measured"))
                .anyMatch(line -> line.startsWith("Medians of 6 rounds. Measured on 2 processors, "));
    }

    @Test
    void whatWasNotMeasuredSaysSo() {
        assertThat(Readme.markdown(Map.of("scan", Table.of(MadeUp.scan(2)))))
                .contains(
                        "| a scan of a million, sqlite-jdbc | 2.00 (2.00 .. 2.00) |",
                        "| the same, loops in C | not measured |");
    }
}
