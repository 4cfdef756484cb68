package io.asyncsqlite.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every contender runs; at its end it has itself compared the rows of the file with what was acknowledged. */
class InsertBenchmarkTests {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void everyContenderInsertsDurably(Contender contender) throws RunnerException {
        Options options = new OptionsBuilder()
                .include("^" + Pattern.quote(InsertBenchmark.class.getName() + "." + contender.method) + "$")
                .param("directory", directory.toString())
                .param("inFlight", String.valueOf(contender.inFlight))
                .forks(0)
                .warmupIterations(0)
                .measurementTime(TimeValue.milliseconds(20))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();

        RunResult result = new Runner(options).runSingle();

        assertThat(result.getPrimaryResult().getScore()).isPositive();
        assertThat(directory).isEmptyDirectory();
    }
}
