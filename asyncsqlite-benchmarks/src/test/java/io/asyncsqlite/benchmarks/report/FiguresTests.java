package io.asyncsqlite.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTests {

    @ParameterizedTest
    @CsvSource({
        "1_368_421, 1.37 M",
        "229_961, 230 k",
        "6_927.5, 6.93 k",
        "412.3, 412",
        "34.46, 34.5",
        "2, 2.00",
        "0.7318, 0.732",
        "0.03217, 0.0322",
        "999.4, 999",
        "999.6, 1.00 k",
        "999_500, 1.00 M",
        "9.995, 9.99",
        "12_345_678_901, 12.3 G",
        "0, 0"
    })
    void aFigureHasThreeSignificantDigits(String value, String figure) {
        assertThat(Figures.of(Double.parseDouble(value.replace("_", "")))).isEqualTo(figure);
    }

    @Test
    void aRatioToNothingIsNoFigure() {
        assertThat(Figures.of(1.0 / 0)).isEqualTo("none");
    }

    @Test
    void aSpreadIsAMedianWithItsExtremes() {
        assertThat(Figures.of(new Spread(34.46, 29.646, 136.51))).isEqualTo("34.5 (29.6 .. 137)");
    }
}
