package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootVersion;

class SpringBootVersionCheckTests {

    @ParameterizedTest
    @ValueSource(strings = {"2.7.18", "3.5.9"})
    void anOlderVersionIsRefused(String version) {
        assertThatThrownBy(() -> SpringBootVersionCheck.check(version)).satisfies(refusal -> {
            var analysis = new UnsupportedSpringBootFailureAnalyzer().analyze(refusal);
            assertThat(analysis.getDescription())
                    .isEqualTo(
                            "asyncsqlite-spring-boot-starter needs Spring Boot 4.0 or newer, and this is Spring Boot "
                                    + version + ".");
            assertThat(analysis.getAction()).startsWith("Update Spring Boot");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0.0", "4.1.2", "10.0.0"})
    void aSupportedVersionIsNot(String version) {
        assertThatCode(() -> SpringBootVersionCheck.check(version)).doesNotThrowAnyException();
        assertThatCode(() -> SpringBootVersionCheck.check(SpringBootVersion.getVersion()))
                .doesNotThrowAnyException();
    }
}
