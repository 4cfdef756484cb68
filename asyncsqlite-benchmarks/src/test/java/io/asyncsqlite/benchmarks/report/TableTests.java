package io.asyncsqlite.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.benchmarks.plan.Pair;
import io.asyncsqlite.benchmarks.plan.Plan;
import io.asyncsqlite.benchmarks.plan.Score;
import org.junit.jupiter.api.Test;

class TableTests {

    @Test
    void aPairThatWasNotMeasuredIsLeftOut() {
        Table table = Table.of(MadeUp.scan(1, 2));

        assertThat(table.pairs()).extracting(Row::theirs).containsExactly("jdbc");
        assertThat(table.contenders()).extracting(Entry::id).containsExactly("asyncsqlite-foreign", "jdbc");
        assertThat(table.rounds()).isEqualTo(2);
    }

    @Test
    void aScoreThatTwoPairsShareCountsOnce() {
        Results results = new Results(Plan.SCAN, MadeUp.machine());
        Pair foreign = Plan.SCAN.pairs().get(0);
        Pair jni = Plan.SCAN.pairs().get(1);
        Score rival = new Score(1_000, 1, 1.0, 0, null);
        Score ours = new Score(2_000, 1, 1.0, 0, null);

        results.add(foreign, 1, ours, rival);
        results.add(jni, 1, ours, rival);
        results.add(foreign, 2, ours, rival);

        assertThat(Table.of(results).values("jdbc")).containsExactly(1_000.0, 1_000.0);
    }

    @Test
    void aContenderHasALabelForItsGroup() {
        assertThat(Table.of(MadeUp.of(Plan.INSERTS)).contenders())
                .contains(
                        new Entry("hikari-10, 64 threads, untuned", "hikari-10, untuned", "64 threads", "FULL", false),
                        new Entry("asyncsqlite-jni, 1 thread", "asyncsqlite-jni", "1 thread", "FULL", true));
    }
}
