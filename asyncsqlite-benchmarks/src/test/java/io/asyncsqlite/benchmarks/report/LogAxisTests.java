package io.asyncsqlite.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogAxisTests {

    @Test
    void equalFactorsAreEquallyFarApart() {
        LogAxis axis = LogAxis.over(List.of(2_000.0, 900_000.0), 100, 400);

        assertThat(axis.x(1_000)).isEqualTo(100);
        assertThat(axis.x(10_000)).isEqualTo(200);
        assertThat(axis.x(1_000_000)).isEqualTo(400);
    }

    @Test
    void aLongAxisHasTicksAtPowersOfTen() {
        assertThat(LogAxis.over(List.of(0.5, 90.0), 0, 1).ticks().stream().map(LogAxis::label))
                .containsExactly("0.1", "1", "10", "100");
        assertThat(LogAxis.over(List.of(5_000.0, 90_000_000.0), 0, 1).ticks().stream()
                        .map(LogAxis::label))
                .containsExactly("1,000", "10,000", "100,000", "1 million", "10 million", "100 million");
    }

    @Test
    void aShortAxisHasTicksBetween() {
        assertThat(LogAxis.over(List.of(1_200_000.0), 0, 1).ticks().stream().map(LogAxis::label))
                .containsExactly("1 million", "2 million", "5 million", "10 million");
        assertThat(LogAxis.over(List.of(0.5, 3.0), 0, 1).ticks().stream().map(LogAxis::label))
                .containsExactly("0.1", "0.2", "0.5", "1", "2", "5", "10");
    }

    @Test
    void valuesWithoutAPlaceAreAtAnEnd() {
        LogAxis axis = LogAxis.over(List.of(0.0, 20.0, Double.POSITIVE_INFINITY), 100, 400);

        assertThat(axis.x(0)).isEqualTo(100);
        assertThat(axis.x(Double.POSITIVE_INFINITY)).isEqualTo(400);
    }
}
