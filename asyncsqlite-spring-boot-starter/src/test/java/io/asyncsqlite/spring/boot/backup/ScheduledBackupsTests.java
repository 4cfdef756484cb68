package io.asyncsqlite.spring.boot.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.AsyncSqliteAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Timeout(60)
class ScheduledBackupsTests {

    private static final String NEVER = "asyncsqlite.backup.cron=0 0 0 29 2 *";

    @TempDir
    private Path directory;

    private Path backups;
    private ApplicationContextRunner runner;

    @BeforeEach
    void prepare() throws IOException {
        backups = Files.createDirectory(directory.resolve("backups"));
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class, AsyncSqliteBackupAutoConfiguration.class))
                .withPropertyValues(
                        "asyncsqlite.path=" + directory.resolve("notes.db"), "asyncsqlite.backup.directory=" + backups);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(backups)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** A clock that goes on when the test says so. */
    private static final class Steps extends Clock {

        private Instant now = Instant.parse("2026-03-01T02:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private ScheduledBackups make(AsyncSqlite db, Clock clock) {
        return new ScheduledBackups(
                Map.of("db", db),
                new AsyncSqliteBackupProperties("@daily", backups.toString(), 2, null, Duration.ofMinutes(1)),
                clock);
    }

    @Test
    void newestBackupsAreKeptAndOtherFilesStay() throws Exception {
        Files.writeString(backups.resolve("notes.db-by-hand.db"), "mine");
        Steps clock = new Steps();
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("notes.db"))) {
            ScheduledBackups scheduled = make(db, clock);
            for (int day = 0; day < 4; day++) {
                scheduled.run();
                clock.pass(Duration.ofDays(1));
            }

            assertThat(names())
                    .containsExactly(
                            "notes.db-20260303T020000Z.db", "notes.db-20260304T020000Z.db", "notes.db-by-hand.db");
            assertThat(scheduled.all().get(0).age()).isEqualTo(Duration.ofDays(1));
        }
    }

    @Test
    void ageOutlivesTheApplication() throws Exception {
        Steps clock = new Steps();
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("notes.db"))) {
            make(db, clock).run();
            clock.pass(Duration.ofHours(5));

            ScheduledBackup again = make(db, clock).all().get(0);

            assertThat(again.age()).isEqualTo(Duration.ofHours(5));
            assertThat(again.latest()).isEqualTo("notes.db-20260301T020000Z.db");
        }
    }

    @Test
    void failureKeepsTheOldBackupAndIsShown() throws Exception {
        Steps clock = new Steps();
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("notes.db"))) {
            ScheduledBackups scheduled = make(db, clock);
            scheduled.run();
            // The second backup would have the name of the first.
            scheduled.run();

            Health health = new BackupHealthIndicator(scheduled).health();

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsEntry(
                            "notes.db",
                            Map.of(
                                    "latest",
                                    "notes.db-20260301T020000Z.db",
                                    "ageSeconds",
                                    0L,
                                    "error",
                                    "BackupException: TARGET_EXISTS"));
            assertThat(names()).hasSize(1);
        }
    }

    @Test
    void scheduleMakesBackups() {
        runner.withPropertyValues("asyncsqlite.backup.cron=* * * * * *", "asyncsqlite.backup.rate=50MB")
                .run(context -> {
                    while (context.getBean(ScheduledBackups.class).all().get(0).latest() == null) {
                        LockSupport.parkNanos(1_000_000);
                    }
                    assertThat(names()).isNotEmpty().allMatch(name -> name.startsWith("notes.db-"));
                });
    }

    @Test
    void severalDatabasesAreBackedUpByTheNamesOfTheirBeans() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class, AsyncSqliteBackupAutoConfiguration.class))
                .withPropertyValues(
                        NEVER,
                        "asyncsqlite.backup.directory=" + backups,
                        "asyncsqlite.databases.orders.path=" + directory.resolve("a.db"),
                        "asyncsqlite.databases.users.path=" + directory.resolve("b.db"))
                .run(context -> {
                    context.getBean(ScheduledBackups.class).run();

                    assertThat(names()).hasSize(2);
                    assertThat(names().get(0)).startsWith("orders-");
                    assertThat(names().get(1)).startsWith("users-");
                });
    }

    @Test
    void healthAndMetersShowTheAge() {
        runner.withPropertyValues(NEVER)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    context.getBean(BackupMeters.class).bindTo(context.getBean(MeterRegistry.class));
                    var age = context.getBean(MeterRegistry.class)
                            .get("asyncsqlite.backup.age")
                            .tag("database", "notes.db")
                            .gauge();
                    assertThat(age.value()).isNaN();

                    context.getBean(ScheduledBackups.class).run();

                    assertThat(age.value()).isBetween(0.0, 60.0);
                    Health health = context.getBean("asyncSqliteBackupHealthIndicator", HealthIndicator.class)
                            .health();
                    assertThat(health.getDetails().get("notes.db")).asString().contains("ageSeconds");
                });
    }

    @Test
    void noScheduleWithoutACronExpression() {
        runner.run(context -> assertThat(context).doesNotHaveBean(ScheduledBackups.class));
    }

    @Test
    void aDashSwitchesTheScheduleOff() {
        runner.withPropertyValues(
                        "asyncsqlite.backup.cron=-", "asyncsqlite.backup.directory=" + directory.resolve("missing"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    ScheduledBackups switchedOff = context.getBean(ScheduledBackups.class);
                    assertThat(switchedOff.all()).isEmpty();
                    assertThat(switchedOff.isRunning()).isTrue();
                });
    }

    @Test
    void healthAndMetricsMayBeAbsent() {
        runner.withPropertyValues(NEVER)
                .withClassLoader(new FilteredClassLoader("io.micrometer", "org.springframework.boot.health"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(ScheduledBackups.class)
                        .doesNotHaveBean(BackupMeters.class));
    }

    @Test
    void wrongPropertiesFailTheStart() {
        for (String wrong :
                List.of("cron=daily", "directory=" + directory.resolve("missing"), "keep=0", "rate=0B", "timeout=0s")) {
            runner.withPropertyValues(NEVER, "asyncsqlite.backup." + wrong)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .hasMessageContaining("asyncsqlite.backup." + wrong.split("=")[0]));
        }
    }
}
