package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.spring.boot.health.AsyncSqliteHealthContributorAutoConfiguration;
import io.asyncsqlite.spring.boot.metrics.AsyncSqliteMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@Timeout(60)
class SeveralDatabasesTests {

    @TempDir
    private Path directory;

    private ApplicationContextRunner runner;

    @BeforeEach
    void configure() {
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class,
                        AsyncSqliteHealthContributorAutoConfiguration.class,
                        AsyncSqliteMetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues(
                        "asyncsqlite.databases.orders.path=" + directory.resolve("a.db"),
                        "asyncsqlite.databases.orders.journal-mode=delete",
                        "asyncsqlite.databases.audit-log.in-memory=true",
                        "asyncsqlite.databases.audit-log.foreign-keys=false");
    }

    @Test
    void databasesAreBeansWithTheirOwnNamesAndProperties() {
        runner.withUserConfiguration(Users.class).run(context -> {
            assertThat(context.getBeansOfType(AsyncSqlite.class)).containsOnlyKeys("orders", "audit-log");
            assertThat(context).doesNotHaveBean(SqliteOptions.class);
            User user = context.getBean(User.class);
            assertThat(user.orders).isSameAs(context.getBean("orders"));
            assertThat(user.orders.name()).isEqualTo("orders");
            assertThat(user.audit.name()).isEqualTo("audit-log");
            assertThat(text(user.orders, "PRAGMA journal_mode")).isEqualTo("delete");
            assertThat(text(user.audit, "PRAGMA journal_mode")).isEqualTo("memory");
            assertThat(text(user.audit, "PRAGMA foreign_keys")).isEqualTo("0");
            assertThat(directory.resolve("a.db")).exists();
        });
    }

    @Test
    void databasesHaveTheirOwnHealthMetersAndScripts() {
        runner.withPropertyValues("asyncsqlite.databases.orders.init.schema-locations=classpath:init/schema.sql")
                .run(context -> {
                    AsyncSqlite orders = context.getBean("orders", AsyncSqlite.class);
                    AsyncSqlite audit = context.getBean("audit-log", AsyncSqlite.class);

                    assertThat(text(orders, "SELECT count(*) FROM note")).isEqualTo("0");
                    assertThat(text(audit, "SELECT count(*) FROM sqlite_schema"))
                            .isEqualTo("0");
                    assertThat(
                                    context
                                            .getBean("asyncSqliteHealthContributor", CompositeHealthContributor.class)
                                            .stream())
                            .extracting("name")
                            .containsExactlyInAnyOrder("orders", "audit-log");
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("asyncsqlite.operation.run")
                                    .timers())
                            .extracting(timer -> timer.getId().getTag("database"))
                            .contains("orders", "audit-log");
                });
    }

    @Test
    void aFileIsNamedAfterItsKeyByDefault() {
        AsyncSqliteProperties properties = new org.springframework.boot.context.properties.bind.Binder()
                .bindOrCreate("asyncsqlite.databases.orders", AsyncSqliteProperties.class);

        assertThat(new PropertiesOptions("asyncsqlite.databases.orders", properties, "orders.db")
                        .builder()
                        .build()
                        .file())
                .hasFileName("orders.db");
    }

    @Test
    void aDatabaseOfTheApplicationMakesAllBackOff() {
        runner.withBean("mine", AsyncSqlite.class, AsyncSqlite::inMemory)
                .run(context ->
                        assertThat(context.getBeansOfType(AsyncSqlite.class)).containsOnlyKeys("mine"));
    }

    @Test
    void aWrongValueIsNamedWithItsWholeKey() {
        runner.withPropertyValues("asyncsqlite.databases.orders.readers=0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .hasMessageContaining("asyncsqlite.databases.orders.readers")
                        .hasMessageContaining("readers must be from 1 to 64"));
    }

    @Test
    void environmentVariablesMakeDatabasesAndChangeThoseOfAFile() {
        runner.withInitializer(environment(Map.of(
                        "ASYNCSQLITE_DATABASES_USERS_INMEMORY", "true",
                        "ASYNCSQLITE_DATABASES_AUDITLOG_FOREIGNKEYS", "true")))
                .run(context -> {
                    assertThat(context.getBeansOfType(AsyncSqlite.class))
                            .containsOnlyKeys("orders", "audit-log", "users");
                    assertThat(text(context.getBean("audit-log", AsyncSqlite.class), "PRAGMA foreign_keys"))
                            .isEqualTo("1");
                });
    }

    private static ApplicationContextInitializer<ConfigurableApplicationContext> environment(
            Map<String, Object> variables) {
        return context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables));
    }

    @Test
    void propertiesOfASingleDatabaseBesideThemAreRefused() {
        runner.withPropertyValues("asyncsqlite.queueCapacity=5")
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(MutuallyExclusiveConfigurationPropertiesException.class)
                        .hasMessageContaining("asyncsqlite.databases")
                        .hasMessageContaining("asyncsqlite.queue-capacity"));
    }

    @Test
    void closingTheContextClosesAll() {
        runner.run(context -> {
            AsyncSqlite orders = context.getBean("orders", AsyncSqlite.class);
            context.close();

            assertThat(orders.query("SELECT 1").list()).isCompletedExceptionally();
        });
    }

    @Test
    void databasesUnderLoadKeepAllThatTheyAcknowledged() {
        int writes = 2_000;
        runner.withPropertyValues("asyncsqlite.databases.users.path=" + directory.resolve("users.db"))
                .run(context -> {
                    List<AsyncSqlite> databases = List.copyOf(
                            context.getBeansOfType(AsyncSqlite.class).values());
                    databases.forEach(
                            database -> database.execute("CREATE TABLE t(v)").join());
                    List<CompletableFuture<?>> answers = IntStream.range(0, writes * databases.size())
                            .<CompletableFuture<?>>mapToObj(i -> databases
                                    .get(i % databases.size())
                                    .execute("INSERT INTO t VALUES (?)", i / databases.size()))
                            .toList();
                    // Closes while they run: what was accepted is finished.
                    context.close();
                    CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                            .join();
                });

        for (String file : List.of("a.db", "users.db")) {
            try (AsyncSqlite database = AsyncSqlite.open(directory.resolve(file))) {
                assertThat(text(database, "SELECT count(*) || ' ' || sum(v) FROM t"))
                        .isEqualTo(writes + " " + (writes - 1L) * writes / 2);
            }
        }
    }

    private static String text(AsyncSqlite database, String sql) {
        return database.query(sql).map(row -> String.valueOf(row.get(0))).one().join();
    }

    private record User(AsyncSqlite orders, AsyncSqlite audit) {}

    @Configuration(proxyBeanMethods = false)
    static class Users {

        @Bean
        User user(AsyncSqlite orders, @Qualifier("audit-log") AsyncSqlite audit) {
            return new User(orders, audit);
        }
    }
}
