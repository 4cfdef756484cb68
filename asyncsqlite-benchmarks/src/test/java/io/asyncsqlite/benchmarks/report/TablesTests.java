package io.asyncsqlite.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.benchmarks.plan.Measure;
import io.asyncsqlite.benchmarks.plan.Plan;
import io.asyncsqlite.benchmarks.plan.Score;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TablesTests {

    @Test
    void markdownHasALineForEachPair() {
        assertThat(Tables.markdown(Table.of(MadeUp.scan(2.9, 3.1)))).isEqualTo("""
            | ours | against | rows per second, ours | theirs | ratio: median (lowest .. highest) \
            | CPU us per operation, ours / theirs | bytes per operation, ours / theirs | bar |
            | --- | --- | --- | --- | --- | --- | --- | --- |
            | asyncsqlite-foreign | jdbc | 3.00 k | 1.00 k | 3.00 (2.90 .. 3.10) | 1.50 / 20.0 | 300 / - \
            | >= 3.00: undecided |

            Medians of 2 rounds. Measured on 2 processors, AMD EPYC 7763 64-Core Processor, ext4, JDK 25.0.3, SQLite 3.54.1,
            synchronous=FULL, 2026-11-28, commit f4d8984a0c-dirty.
            """);
    }

    @Test
    void timesHaveTheirExtremes() {
        Score slow = new Score(0.5, 1, null, 0, null);
        Score fast = new Score(1, 1, null, 0, null);
        Row row = new Row(
                "ours",
                "theirs",
                Measure.TIME,
                null,
                List.of(new PairScore(1, slow, fast), new PairScore(2, fast, fast), new PairScore(3, fast, fast)));
        Table table = new Table("start", "Start", "start", "2026-11-28", Map.of(), Map.of(), List.of(), List.of(row));

        assertThat(Tables.markdown(table))
                .contains("| ours | against | seconds per start, ours | theirs |")
                .contains("| ours | theirs | 1.00 (1.00 .. 2.00) | 1.00 (1.00 .. 1.00) |");
    }

    @Test
    void theConsoleHasTheSameInColumns() {
        assertThat(Tables.console(Table.of(MadeUp.of(Plan.SCAN))).lines())
                .hasSize(1 + Plan.SCAN.pairs().size() + 3)
                .anyMatch(line -> line.matches("ours +against +rows per second, ours  theirs .* p99 .* bar"))
                .anyMatch(line -> line.matches("asyncsqlite-jni +jdbc +4\\...? k +6\\... k .* missed"))
                .anyMatch(line -> line.startsWith("Medians of 6 rounds. Measured on 2 processors, "));
    }

    @Test
    void whoIsAbsentIsNamedBelowTheTable() {
        Results results = MadeUp.scan(1);
        results.absent(Plan.SCAN.pairs().get(3).theirs(), "gcc is missing");

        assertThat(Tables.markdown(Table.of(results)))
                .contains("\n\nAbsent: c (gcc is missing).\nMedians of 1 round. Measured");
    }
}
