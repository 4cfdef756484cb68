package io.asyncsqlite.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTests {

    @Test
    void withoutOptionsThereAreSixRoundsOfEveryPair() {
        Settings settings = Settings.parse(List.of());

        assertThat(settings.rounds()).isEqualTo(6);
        assertThat(settings.pair()).isNull();
        assertThat(settings.smoke()).isFalse();
        assertThat(settings.rows()).isEqualTo(1_000_000);
        assertThat(settings.results()).isEqualTo(settings.directory().resolve("benchmark-results"));
    }

    @Test
    void optionsAreRead() {
        Settings settings = Settings.parse(List.of(
                "--rounds", "4", "--pair", "group", "--rows", "5000", "--directory", "data", "--results", "out"));

        assertThat(settings)
                .isEqualTo(
                        new Settings(4, false, 5_000, "group", Path.of("data").toAbsolutePath(), Path.of("out")));
    }

    @Test
    void aSmokeRunHasOneRoundOfFewRows() {
        Settings settings = Settings.parse(List.of("--smoke", "--rows", "5000"));

        assertThat(settings.rounds()).isEqualTo(1);
        assertThat(settings.rows()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @CsvSource({
        "--rounds 5, '--rounds must be even and at least 2, was 5: half of the rounds measure the rival first'",
        "--rounds x, '--rounds needs a number, was x'",
        "--rounds, --rounds needs a value",
        "--rows 999, '--rows must be at least 1000, was 999'",
        "--fast, Unknown option --fast"
    })
    void wrongOptionsAreRefused(String options, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.parse(List.of(options.split(" "))))
                .withMessage(message);
    }
}
