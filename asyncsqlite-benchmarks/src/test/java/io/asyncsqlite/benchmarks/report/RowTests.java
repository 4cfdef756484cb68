package io.asyncsqlite.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.benchmarks.plan.Latency;
import io.asyncsqlite.benchmarks.plan.Measure;
import io.asyncsqlite.benchmarks.plan.Plan;
import io.asyncsqlite.benchmarks.plan.Score;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTests {

    @Test
    void aRatioIsTakenWithinARound() {
        // Of the medians, 90 and 20, it would be 4.5.
        assertThat(row(
                                Measure.PER_SECOND,
                                round(1, perSecond(100), perSecond(20)),
                                round(2, perSecond(60), perSecond(30)),
                                round(3, perSecond(90), perSecond(10)))
                        .ratio())
                .isEqualTo(new Spread(5, 2, 9));
    }

    @Test
    void ofTimesAndCostsTheSmallerIsTheBetter() {
        assertThat(row(Measure.P99, round(1, score(1, 50), score(1, 200))).ratio())
                .isEqualTo(new Spread(4, 4, 4));
        assertThat(row(Measure.CPU, round(1, score(4, 1), score(2, 1))).ratio()).isEqualTo(new Spread(0.5, 0.5, 0.5));
        assertThat(row(Measure.TIME, round(1, perSecond(0.5), perSecond(2))).ratio())
                .isEqualTo(new Spread(0.25, 0.25, 0.25));
    }

    private static Row row(Measure measure, PairScore... rounds) {
        return Row.of(measure, Plan.SCAN.pairs().get(0), List.of(rounds));
    }

    private static PairScore round(int number, Score ours, Score theirs) {
        return new PairScore(number, ours, theirs);
    }

    private static Score perSecond(double perSecond) {
        return new Score(perSecond, 1, null, 0, null);
    }

    private static Score score(double cpuMicros, double p99) {
        return new Score(1, cpuMicros, null, 0, new Latency(1, p99, p99, p99));
    }
}
