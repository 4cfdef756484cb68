package io.asyncsqlite.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every contender runs with few rows, and its reads and writes are checked. */
class ComparisonTests {

    @TempDir
    private Path directory;

    static Stream<Arguments> contenders() {
        return Arrays.stream(Comparison.values())
                .flatMap(comparison ->
                        comparison.contenders().stream().map(contender -> Arguments.of(comparison, contender)));
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void everyContenderRuns(Comparison comparison, Contender contender) throws Exception {
        Path databases = Files.createDirectory(directory.resolve("databases"));
        Participants participants = new Participants(comparison, directory);
        assumeTrue(participants.include(contender), () -> participants.absent().toString());

        RunResult result = run(comparison, contender, participants, databases);

        assertThat(result.getPrimaryResult().getScore()).isPositive();
        assertThat(databases).isEmptyDirectory();
    }

    private static RunResult run(Comparison comparison, Contender contender, Participants participants, Path databases)
            throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(contender.pattern(comparison.benchmark()))
                .param("directory", databases.toString())
                .param("rows", "1000")
                .forks(0)
                .warmupIterations(0)
                .measurementTime(TimeValue.milliseconds(20))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        contender.parameters(participants.library()).forEach(options::param);
        return new Runner(options.build()).runSingle();
    }

    @Test
    void deleteRemovesCompiledParticipants() throws Exception {
        Participants participants = new Participants(Comparison.SCAN, directory);

        participants.delete();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void contendersAreMeasuredOnceInARound() {
        assertThat(Comparison.SCAN.contenders())
                .extracting(Contender::id)
                .containsExactly("resultSet", "asyncsqlite-foreign", "asyncsqlite-jni", "c");
        assertThat(Comparison.INSERTS.contenders())
                .extracting(Contender::label)
                .doesNotHaveDuplicates()
                .contains("asyncsqlite-foreign, 64 in flight", "handBatched");
    }

    @Test
    void comparisonsAreFoundByName() {
        assertThat(Comparison.named("points")).isEqualTo(Comparison.POINTS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Comparison.named("all"))
                .withMessage("Unknown comparison all");
    }
}
