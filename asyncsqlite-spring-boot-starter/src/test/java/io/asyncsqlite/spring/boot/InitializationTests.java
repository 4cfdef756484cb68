package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Scripts of ours, Flyway and Liquibase have run before anything can use the database. */
@Timeout(120)
class InitializationTests {

    private static final String SCHEMA = "asyncsqlite.init.schema-locations=classpath:init/schema.sql";
    private static final String DATA = "asyncsqlite.init.data-locations=classpath:init/data.sql";

    @TempDir
    private Path directory;

    private Path file;
    private ApplicationContextRunner runner;

    @BeforeEach
    void configure() {
        file = directory.resolve("notes.db");
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class,
                        FlywayAutoConfiguration.class,
                        LiquibaseAutoConfiguration.class))
                .withUserConfiguration(Reader.class)
                .withPropertyValues(
                        "asyncsqlite.path=" + file, "spring.flyway.enabled=false", "spring.liquibase.enabled=false");
    }

    @Test
    void schemaThenDataBeforeAnyoneElse() {
        runner.withPropertyValues(SCHEMA, DATA)
                .run(context ->
                        assertThat(read(context.getBean(Notes.class))).containsExactly("first; note", "second note"));
    }

    @Test
    void aScriptMayHoldTriggers() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(AsyncSqliteAutoConfiguration.class))
                .withPropertyValues(
                        "asyncsqlite.in-memory=true", "asyncsqlite.init.schema-locations=classpath:init/trigger.sql")
                .run(context -> assertThat(context.getBean(AsyncSqlite.class)
                                .query("SELECT body FROM note JOIN log ON log.note = id")
                                .mapTo(String.class)
                                .one()
                                .join())
                        .isEqualTo("first;"));
    }

    @Test
    void missingLocationsRunNothing() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(AsyncSqliteAutoConfiguration.class))
                .withPropertyValues("asyncsqlite.in-memory=true")
                .run(context -> assertThat(context.getBean(AsyncSqlite.class)
                                .query("SELECT count(*) FROM sqlite_schema")
                                .mapTo(Long.class)
                                .one()
                                .join())
                        .isZero());
    }

    @Test
    void theModeSaysHowOften() {
        runner.withPropertyValues(SCHEMA, DATA, "asyncsqlite.init.mode=empty")
                .run(context -> assertThat(read(context.getBean(Notes.class))).hasSize(2));
        runner.withPropertyValues(SCHEMA, DATA, "asyncsqlite.init.mode=empty")
                .run(context -> assertThat(read(context.getBean(Notes.class))).hasSize(2));
        runner.withPropertyValues(SCHEMA, DATA, "asyncsqlite.init.mode=always")
                .run(context -> assertThat(read(context.getBean(Notes.class))).hasSize(4));
        runner.withPropertyValues(SCHEMA, DATA, "asyncsqlite.init.mode=never")
                .run(context -> assertThat(read(context.getBean(Notes.class))).hasSize(4));
    }

    @Test
    void scriptsOfAPatternRunInTheOrderOfTheirNames() {
        runner.withPropertyValues(
                        "asyncsqlite.init.schema-locations=classpath:init/schema*.sql,optional:classpath:nowhere.sql",
                        DATA)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aMissingScriptFailsTheStartAndClosesTheFile() {
        runner.withPropertyValues("asyncsqlite.init.schema-locations=classpath:nowhere.sql")
                .run(context -> {
                    assertThat(context)
                            .getFailure()
                            .hasRootCauseInstanceOf(InitializationFailedException.class)
                            .rootCause()
                            .hasMessage("no script is at 'classpath:nowhere.sql'");
                    AsyncSqlite.open(file).close();
                });
    }

    @Test
    void flywayRunsFirst() {
        runner.withPropertyValues(
                        "spring.flyway.enabled=true",
                        "spring.flyway.url=jdbc:sqlite:" + file,
                        "spring.flyway.locations=classpath:db/migration",
                        DATA)
                .run(context -> {
                    assertThat(read(context.getBean(Notes.class)))
                            .containsExactly("by Flyway", "first; note", "second note");
                    assertThat(tables(context.getBean(AsyncSqlite.class))).contains("flyway_schema_history");
                });
    }

    @Test
    void liquibaseRunsFirst() {
        runner.withPropertyValues(
                        "spring.liquibase.enabled=true",
                        "spring.liquibase.url=jdbc:sqlite:" + file,
                        "spring.liquibase.change-log=classpath:db/changelog/notes.sql",
                        DATA)
                .run(context -> {
                    assertThat(read(context.getBean(Notes.class)))
                            .containsExactly("by Liquibase", "first; note", "second note");
                    assertThat(tables(context.getBean(AsyncSqlite.class))).contains("DATABASECHANGELOG");
                });
    }

    @Test
    void dependentBeansWaitForTheScripts() {
        new ApplicationContextRunner()
                .withUserConfiguration(Jdbc.class)
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class, AsyncSqliteInitializationAutoConfiguration.class))
                .withPropertyValues("asyncsqlite.path=" + file, SCHEMA, DATA)
                .withBean(Path.class, () -> file)
                .run(context -> assertThat(context.getBean(Integer.class)).isEqualTo(2));
    }

    @Test
    void severalDatabasesWaitForFlywayToo() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(AsyncSqliteAutoConfiguration.class, FlywayAutoConfiguration.class))
                .withUserConfiguration(Reader.class)
                .withPropertyValues("spring.flyway.url=jdbc:sqlite:" + file, "asyncsqlite.databases.notes.path=" + file)
                .run(context -> assertThat(read(context.getBean(Notes.class))).containsExactly("by Flyway"));
    }

    @Test
    void scriptsRunWithoutSpringBootsSqlModule() {
        new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.sql"))
                .withConfiguration(AutoConfigurations.of(AsyncSqliteAutoConfiguration.class))
                .withUserConfiguration(Reader.class)
                .withPropertyValues("asyncsqlite.in-memory=true", SCHEMA, DATA)
                .run(context -> assertThat(read(context.getBean(Notes.class))).hasSize(2));
    }

    private static List<String> read(Notes notes) {
        return notes.bodies;
    }

    private static List<String> tables(AsyncSqlite database) {
        return database.query("SELECT name FROM sqlite_schema")
                .mapTo(String.class)
                .list()
                .join();
    }

    /** Reads while it is made, as soon as it can have the database. */
    private record Notes(List<String> bodies) {}

    @Configuration(proxyBeanMethods = false)
    static class Reader {

        @Bean
        Notes read(AsyncSqlite database) {
            return new Notes(database.query("SELECT body FROM note ORDER BY id")
                    .mapTo(String.class)
                    .list()
                    .join());
        }
    }

    /** Uses the file without AsyncSqlite, and is defined before it. */
    @Configuration(proxyBeanMethods = false)
    static class Jdbc {

        @Bean
        @DependsOnDatabaseInitialization
        Integer notes(Path file) throws SQLException {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    ResultSet notes = connection.createStatement().executeQuery("SELECT count(*) FROM note")) {
                return notes.getInt(1);
            }
        }
    }
}
