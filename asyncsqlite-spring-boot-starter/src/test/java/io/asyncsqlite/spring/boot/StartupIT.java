package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the starter adds to the start of an application: each start in a fresh JVM, with and without it in turn. */
@Timeout(600)
class StartupIT {

    private static final int ROUNDS = Integer.getInteger("startup.rounds", 5);
    // The bar is 60, on a machine that does nothing else. By default it only tells when something is badly wrong, on
    // any machine.
    private static final @Nullable Long BAR_MILLIS = Long.getLong("startup.most");
    private static final long MOST_MILLIS = 400;
    private static final double MOST_PART = 0.3;
    private static final Pattern STARTED =
            Pattern.compile("started in (\\d+) us with (\\d) databases, native library in (\\d+) us");

    /** What spring-boot-starter brings, and the driver, whose library is loaded before either starts. */
    private static final Pattern EMPTY_APPLICATION = Pattern.compile(
            "(spring-boot-\\d|spring-boot-autoconfigure|spring-(core|beans|context|aop|expression)-|logback-|slf4j-|log4j-|jul-to-|snakeyaml-"
                    + "|micrometer-(observation|commons)-|jakarta.annotation|jspecify|commons-logging|sqlite-jdbc).*");

    @TempDir
    private Path directory;

    private final List<Long> library = new ArrayList<>();
    private final List<Long> without = new ArrayList<>();

    @Test
    void anApplicationWithADatabaseStartsLittleLaterThanAnEmptyOne() throws Exception {
        assertThat(cost("empty application", StartupIT::isOfAnEmptyApplication)).isLessThanOrEqualTo(most());
    }

    @Test
    void anApplicationWithMeters() throws Exception {
        assertThat(cost("with WebFlux, Actuator, Prometheus, Flyway, Liquibase and Spring Data", entry -> true))
                .isLessThanOrEqualTo(most());
    }

    /** Returns the bar for the machine as it is now: what waits for processors takes longer by the load on each. */
    private long most() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        double load = system.getSystemLoadAverage() / system.getAvailableProcessors();
        double most = BAR_MILLIS != null ? BAR_MILLIS : Math.max(MOST_MILLIS, MOST_PART * median(without));
        return Math.round(most * Math.max(1, load));
    }

    private static boolean isOfAnEmptyApplication(String entry) {
        return EMPTY_APPLICATION.matcher(new File(entry).getName()).matches();
    }

    private long cost(String application, Predicate<String> libraries) throws Exception {
        String empty = classPath(entry -> isTest(entry) || !isOurs(entry) && libraries.test(entry));
        String whole = classPath(entry -> isTest(entry) || isOurs(entry) || libraries.test(entry));
        List<Long> costs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long emptyMicros = start(empty, 0, round);
            without.add(emptyMicros);
            costs.add(start(whole, 1, round) - emptyMicros);
        }

        // Of neighbours, because the speed of a shared machine changes from minute to minute.
        System.out.printf(
                "Start of %s: %d ms, with a database %d ms more (%d to %d), and %d ms for loading the native library%n",
                application,
                median(without),
                median(costs),
                Collections.min(costs) / 1_000,
                Collections.max(costs) / 1_000,
                median(library));
        return median(costs);
    }

    private static long median(List<Long> micros) {
        return micros.stream().sorted().toList().get(micros.size() / 2) / 1_000;
    }

    private static boolean isTest(String entry) {
        return entry.endsWith("test-classes");
    }

    private static boolean isOurs(String entry) {
        return new File(entry).getName().startsWith("asyncsqlite-") || entry.endsWith("classes") && !isTest(entry);
    }

    private static String classPath(Predicate<String> entries) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entries)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private long start(String classPath, int databases, int round) throws Exception {
        try (ChildJvm program = ChildJvm.start(
                directory,
                List.of("-Dspring.devtools.restart.enabled=false"),
                classPath,
                StartupApplication.class,
                directory.resolve(databases + "-" + round + ".db").toString())) {
            String output = program.awaitOutput();
            Matcher figures = STARTED.matcher(output);
            assertThat(figures.find()).as(output).isTrue();
            assertThat(figures.group(2)).isEqualTo(String.valueOf(databases));
            library.add(Long.parseLong(figures.group(3)));
            return Long.parseLong(figures.group(1));
        }
    }
}
