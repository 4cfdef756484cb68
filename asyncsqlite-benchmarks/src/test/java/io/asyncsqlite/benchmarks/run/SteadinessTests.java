package io.asyncsqlite.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteadinessTests {

    private final Steadiness steadiness = new Steadiness();

    @Test
    void threeWindowsWithinFivePercentAreSteady() {
        assertThat(steadiness.isSteadyAfter(100)).isFalse();
        assertThat(steadiness.isSteadyAfter(105)).isFalse();
        assertThat(steadiness.isSteadyAfter(103)).isTrue();
    }

    @Test
    void aRateThatRisesIsNotSteadyUntilItStops() {
        for (double rate : new double[] {10, 50, 90, 100}) {
            assertThat(steadiness.isSteadyAfter(rate)).isFalse();
        }
        assertThat(steadiness.isSteadyAfter(104)).isFalse();
        assertThat(steadiness.isSteadyAfter(102)).isTrue();
    }
}
