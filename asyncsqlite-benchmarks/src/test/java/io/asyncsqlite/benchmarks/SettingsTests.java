package io.asyncsqlite.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTests {

    @Test
    void defaultSettingsAreFiveFullRounds() {
        Settings settings = Settings.parse(List.of());

        assertThat(settings.rounds()).isEqualTo(5);
        assertThat(settings.quick()).isFalse();
        assertThat(settings.results()).isEqualTo(settings.directory().resolve("benchmark-results"));
    }

    @Test
    void quickIsOneRoundUnlessToldOtherwise() {
        assertThat(Settings.parse(List.of("--quick")).rounds()).isEqualTo(1);
        assertThat(Settings.parse(List.of("--rounds", "2", "--quick")).rounds()).isEqualTo(2);
    }

    @Test
    void directoriesCanBeChosen() {
        Settings settings = Settings.parse(List.of("--directory", "data", "--results", "out"));

        assertThat(settings.directory()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(settings.results()).isEqualTo(Path.of("out"));
    }

    @Test
    void mistakesAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.parse(List.of("--fast")))
                .withMessageContaining("--fast");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.parse(List.of("--rounds")))
                .withMessageContaining("needs a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.parse(List.of("--rounds", "many")))
                .withMessageContaining("many");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.parse(List.of("--rounds", "0")))
                .withMessageContaining("at least 1");
    }
}
