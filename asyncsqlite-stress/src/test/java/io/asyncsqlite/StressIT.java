package io.asyncsqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the races of this package and fails on an outcome that is forbidden. {@code -Dstress.arguments="-m default"} runs them for longer, or
 * with whatever else jcstress understands.
 */
@DisabledIfEnvironmentVariable(
        named = "STRESS",
        matches = "skip",
        disabledReason = "STRESS=skip: another run has the races")
@Timeout(value = 12, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StressIT {

    // Races of two threads need no choice of compilers and collectors to show in a short run. Threads that are tied
    // to a busy processor would wait for it too long.
    private static final String SHORT =
            "-m quick -af NONE -f 1 -fsm 1 -iters 1 -time 100 -sc false -pth false -jvmArgs -Xms256m";

    private static final Pattern RESULTS = Pattern.compile("\\(Results: (.*)\\)");

    @TempDir
    Path directory;

    @Test
    void noForbiddenOutcomeIsSeen() throws Exception {
        Process process = new ProcessBuilder(command())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        // A race that breaks off, for want of a method say, is no failure to jcstress, nor does it pass.
        assertThat(last(RESULTS, output))
                .as(output)
                .matches("(\\d+) planned; \\1 passed, 0 failed, 0 soft errs, 0 hard errs");
    }

    private static String last(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .reduce((earlier, later) -> later)
                .map(result -> result.group(1))
                .orElse("");
    }

    private static List<String> command() {
        String[] arguments =
                System.getProperty("stress.arguments", SHORT).trim().split(" +");
        return Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.openjdk.jcstress.Main"),
                        Stream.of(arguments))
                .toList();
    }
}
