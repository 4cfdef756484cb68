package io.asyncsqlite.internal.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MillisTests {

    @Test
    void setTimesAreShownExactly() {
        assertThat(Millis.of(Duration.ofSeconds(30))).isEqualTo("30000 ms");
        assertThat(Millis.of(Duration.ofNanos(50_000_001))).isEqualTo("50.000001 ms");
        assertThat(Millis.of(Duration.ofMillis(-1))).isEqualTo("-1 ms");
        assertThat(Millis.of(Duration.ZERO)).isEqualTo("0 ms");
        assertThat(Millis.of(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo("9223372036854775807000 ms");
    }

    @Test
    void measuredTimesAreShownToTheMicrosecond() {
        assertThat(Millis.of(1_234_567)).isEqualTo("1.235 ms");
        assertThat(Millis.of(400)).isEqualTo("0 ms");
        assertThat(Millis.of(120_000_000)).isEqualTo("120 ms");
    }
}
