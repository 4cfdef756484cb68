package io.asyncsqlite.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictTests {

    private static final Spread RATIO = new Spread(2, 1.5, 3);

    @Test
    void aBarThatEveryRoundReachesIsMet() {
        assertThat(Verdict.of(RATIO, 1.5)).isEqualTo(Verdict.MET);
    }

    @Test
    void aBarThatNoRoundReachesIsMissed() {
        assertThat(Verdict.of(RATIO, 3.01)).isEqualTo(Verdict.MISSED);
    }

    @Test
    void barBetweenLowestAndHighestRoundIsUndecided() {
        assertThat(Verdict.of(RATIO, 1.6)).isEqualTo(Verdict.UNDECIDED);
        assertThat(Verdict.of(RATIO, 2.5)).isEqualTo(Verdict.UNDECIDED);
        assertThat(Verdict.of(RATIO, 3)).isEqualTo(Verdict.UNDECIDED);
    }
}
