package io.asyncsqlite.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.benchmarks.plan.Plan;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BarsTests {

    /** The first pair of the scan has a bar of 3. */
    private static String lineOf(double... ratios) {
        return Bars.markdown(Map.of("scan", Table.of(MadeUp.scan(ratios))))
                .lines()
                .filter(line -> line.startsWith("| `scan` |"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aLineSaysWhetherTheBarIsReached() {
        assertThat(lineOf(4, 3)).endsWith("| 3.50 (3.00 .. 4.00) | 3.00 | met |");
        assertThat(lineOf(2, 2.5)).endsWith("| 3.00 | missed |");
        assertThat(lineOf(2, 4)).endsWith("| 3.00 | undecided |");
    }

    @Test
    void everyPairWithABarHasALineAndIsCounted() {
        Map<String, Table> tables = Arrays.stream(Plan.values())
                .map(plan -> Table.of(MadeUp.of(plan)))
                .collect(Collectors.toMap(Table::plan, Function.identity()));
        long bars = Arrays.stream(Plan.values())
                .flatMap(plan -> plan.pairs().stream())
                .filter(pair -> pair.bar() != null)
                .count();

        assertThat(Bars.markdown(tables).lines())
                .filteredOn(line -> line.startsWith("| `"))
                .hasSize((int) bars);
        assertThat(Bars.markdown(tables).lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line)
                        .matches("Of " + bars + " bars \\d+ are met, \\d+ missed and \\d+ undecided\\."));
    }
}
