package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.sqlite.SQLiteJDBCLoader;

/** What the starter adds to the start of an application: each start in a fresh JVM, with and without it in turn. */
@Timeout(300)
class StartupIT {

    private static final int ROUNDS = Integer.getInteger("startup.rounds", 5);
    // The bar is 60, on a machine that does nothing else. By default it only tells when something is badly wrong.
    private static final long MOST_MILLIS = Long.getLong("startup.most", 400);
    private static final Pattern STARTED = Pattern.compile("started in (\\d+) us, native library in (\\d+) us");

    @TempDir
    private Path directory;

    private final LongSummaryStatistics without = new LongSummaryStatistics();
    private final LongSummaryStatistics with = new LongSummaryStatistics();
    private final LongSummaryStatistics library = new LongSummaryStatistics();

    @Test
    void anApplicationWithADatabaseStartsLittleLaterThanAnEmptyOne() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            without.accept(start("none", round));
            with.accept(start("one", round));
        }

        // The fastest of each: whatever else the machine did makes a start longer.
        long cost = (with.getMin() - without.getMin()) / 1_000;
        System.out.printf(
                "Start: empty %d ms, with a database %d ms: %d ms more, and %d ms for loading the native library%n",
                without.getMin() / 1_000, with.getMin() / 1_000, cost, library.getMin() / 1_000);
        assertThat(cost).isLessThanOrEqualTo(MOST_MILLIS);
    }

    private long start(String databases, int round) throws Exception {
        try (ChildJvm program = ChildJvm.start(
                directory,
                List.of("-Dspring.devtools.restart.enabled=false"),
                Program.class,
                databases,
                directory.resolve(databases + round + ".db").toString())) {
            Matcher figures = STARTED.matcher(program.awaitOutput());
            assertThat(figures.find()).isTrue();
            library.accept(Long.parseLong(figures.group(2)));
            return Long.parseLong(figures.group(1));
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithDatabase {}

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = AsyncSqliteAutoConfiguration.class)
    static class Empty {}

    static final class Program {

        public static void main(String[] arguments) throws Exception {
            long before = System.nanoTime();
            SQLiteJDBCLoader.initialize();
            long loaded = System.nanoTime();
            SpringApplication application = new SpringApplicationBuilder(
                            arguments[0].equals("one") ? WithDatabase.class : Empty.class)
                    .web(WebApplicationType.NONE)
                    .properties("asyncsqlite.path=" + arguments[1])
                    .build();
            ConfigurableApplicationContext context = application.run();
            System.out.printf(
                    "started in %d us, native library in %d us%n",
                    (System.nanoTime() - loaded) / 1_000, (loaded - before) / 1_000);
            context.close();
        }
    }
}
