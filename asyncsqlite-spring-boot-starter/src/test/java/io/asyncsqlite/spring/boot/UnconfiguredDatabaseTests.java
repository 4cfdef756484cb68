package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.health.AsyncSqliteHealthContributorAutoConfiguration;
import io.asyncsqlite.spring.boot.metrics.AsyncSqliteMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcInitializationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A database without any property is opened when a bean asks for it, and by nothing else. */
@Timeout(60)
class UnconfiguredDatabaseTests {

    @TempDir
    private Path directory;

    /** The default file: the name of the application is its path. */
    private Path file;

    private ApplicationContextRunner runner;

    @BeforeEach
    void configure() {
        file = directory.resolve("app.db");
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class,
                        AsyncSqliteInitializationAutoConfiguration.class,
                        AsyncSqliteR2dbcAutoConfiguration.class,
                        AsyncSqliteHealthContributorAutoConfiguration.class,
                        AsyncSqliteMetricsAutoConfiguration.class,
                        R2dbcAutoConfiguration.class,
                        R2dbcInitializationAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues(
                        "spring.application.name=" + directory.resolve("app"), "spring.r2dbc.url=r2dbc:sqlite:mem:///");
    }

    @Test
    void aUrlOpensNoSecondDatabase() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(ConnectionFactory.class);
            assertThat(health(context.getBean("asyncSqliteHealthContributor", HealthIndicator.class)))
                    .isEqualTo(Status.UNKNOWN);
            assertThat(directory).isEmptyDirectory();
        });
    }

    @Test
    void anInjectedDatabaseIsOpenAndHasHealthAndMeters() {
        runner.withBean(User.class).run(context -> {
            assertThat(file).exists();
            assertThat(health(context.getBean("asyncSqliteHealthContributor", HealthIndicator.class)))
                    .isEqualTo(Status.UP);
            assertThat(context.getBean(MeterRegistry.class)
                            .get("asyncsqlite.readers.open")
                            .gauges())
                    .hasSize(1);
            context.close();
            assertThat(Path.of(file + "-wal")).doesNotExist();
        });
    }

    @Test
    void anInjectedDatabaseWaitsForMigrations() {
        runner.withBean(User.class)
                .withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues(
                        "spring.flyway.url=jdbc:sqlite:" + file, "spring.flyway.locations=classpath:db/migration")
                .run(context -> assertThat(context.getBean(User.class).tables).contains("flyway_schema_history"));
    }

    @Test
    void aDatabaseWithAPropertyIsOpenedAtTheStart() {
        runner.withPropertyValues("asyncsqlite.synchronous=normal")
                .run(context -> assertThat(Files.exists(file)).isTrue());
    }

    private static Status health(HealthIndicator indicator) {
        return indicator.health().getStatus();
    }

    static final class User {

        private final List<String> tables;

        User(AsyncSqlite database) {
            this.tables = database.query("SELECT name FROM sqlite_schema")
                    .mapTo(String.class)
                    .list()
                    .join();
        }
    }
}
