package io.asyncsqlite.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.engine.ChildJvm.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** No order of calls and no content of a file ends the process. {@code -Dfuzz.seconds=600} runs longer than a minute. */
@EnabledIfSystemProperty(
        named = TestEngine.PROPERTY,
        matches = "foreign",
        disabledReason = "the foreign engine is in the jar, for JDK 22 and newer")
class BoundaryFuzzTests {

    @TempDir
    Path directory;

    @Test
    void randomCallsDoNotEndTheProcess() throws Exception {
        String seed = System.getProperty("fuzz.seed", String.valueOf(System.nanoTime()));
        String seconds = System.getProperty("fuzz.seconds", "60");
        Ended program = ChildJvm.run(
                directory,
                Duration.ofSeconds(Long.parseLong(seconds)).plusMinutes(2),
                List.of("-Xmx512m"),
                BoundaryFuzz.class,
                seconds,
                seed,
                directory.resolve("fuzz.db").toString());

        assertThat(program.code()).as("seed %s: %s", seed, program.output()).isZero();
        assertThat(program.output()).contains("connections,");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("hs_err"));
        }
    }
}
