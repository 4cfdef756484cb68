package io.asyncsqlite.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Under {@code -Xcheck:jni} the JVM finds nothing wrong with the calls into native code, above all no exception that a callback left pending.
 * {@code -Dfaults.checkedTests=PATTERN} chooses the test classes by their simple names, {@code .*Tests} all of the core.
 */
@Timeout(1000)
class CheckedJniIT {

    private static final String TESTS = System.getProperty(
            "faults.checkedTests",
            "JniEngineTests|CancelTests|GroupCommitTests|TransactionTests|StreamTests|CodecTests|BadInputTests|OutcomeTests");
    // The driver calls progress handlers without asking for an exception afterwards; ours throw none.
    private static final String OF_THE_DRIVER = "without checking exceptions when required to from CallIntMethod";

    @TempDir
    Path directory;

    @Test
    void noCallIntoNativeCodeIsWrong() throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder tests = ChildJvm.of(List.of(), List.of("-Xcheck:jni"), CheckedJniProgram.class, TESTS);

        int exit = ChildJvm.run(tests.redirectOutput(output.toFile()), 900);

        assertThat(findings(output)).isEmpty();
        assertThat(exit).isZero();
        assertThat(Files.readString(output)).containsPattern("SUCCEEDED [1-9][0-9]");
    }

    private static List<String> findings(Path output) throws Exception {
        try (var lines = Files.lines(output)) {
            return lines.filter(line -> line.contains("in native method") || line.contains("exception pending"))
                    .filter(line -> !line.contains(OF_THE_DRIVER))
                    .distinct()
                    .toList();
        }
    }
}
