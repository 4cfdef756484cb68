package io.asyncsqlite.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTests {

    @Test
    void anOddNumberOfRoundsHasAMiddleOne() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
    }

    @Test
    void anEvenNumberOfRoundsHasTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 10.0))).isEqualTo(new Spread(3, 1, 10));
    }

    @Test
    void aRatioIsTakenWithinARound() {
        // Of the medians, 90 and 20, it would be 4.5.
        assertThat(Spread.ofRatios(List.of(100.0, 60.0, 90.0), List.of(20.0, 30.0, 10.0)))
                .isEqualTo(new Spread(5, 2, 9));
    }

    @Test
    void roundsMustPairUp() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.ofRatios(List.of(1.0, 2.0), List.of(1.0)));
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.ofRatios(List.of(), List.of()));
    }
}
