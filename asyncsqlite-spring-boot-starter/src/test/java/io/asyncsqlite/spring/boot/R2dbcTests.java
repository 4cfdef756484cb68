package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcInitializationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.r2dbc.core.DatabaseClient;

@Timeout(60)
class R2dbcTests {

    private static final String ENABLED = "asyncsqlite.r2dbc.enabled=true";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AsyncSqliteAutoConfiguration.class,
                    AsyncSqliteInitializationAutoConfiguration.class,
                    AsyncSqliteR2dbcAutoConfiguration.class,
                    R2dbcAutoConfiguration.class));

    @Test
    void repositoriesAndServicesShareOneDatabase() {
        runner.withPropertyValues("asyncsqlite.in-memory=true", ENABLED).run(context -> {
            AsyncSqlite database = context.getBean(AsyncSqlite.class);
            database.execute("CREATE TABLE note(body)").join();
            DatabaseClient client = DatabaseClient.create(context.getBean(ConnectionFactory.class));

            client.sql("INSERT INTO note VALUES ('by R2DBC')")
                    .fetch()
                    .rowsUpdated()
                    .block();

            assertThat(database.query("SELECT body FROM note")
                            .mapTo(String.class)
                            .one()
                            .join())
                    .isEqualTo("by R2DBC");
        });
    }

    @Test
    void theScriptsOfSpringBootRunThroughIt() {
        runner.withConfiguration(AutoConfigurations.of(R2dbcInitializationAutoConfiguration.class))
                .withPropertyValues(
                        "asyncsqlite.in-memory=true",
                        ENABLED,
                        "spring.sql.init.mode=always",
                        "spring.sql.init.schema-locations=classpath:init/schema.sql")
                .run(context -> assertThat(context.getBean(AsyncSqlite.class)
                                .query("SELECT count(*) FROM note")
                                .mapTo(Long.class)
                                .one()
                                .join())
                        .isZero());
    }

    @Test
    void aScriptOfSpringBootWithATriggerIsHandedToTheDriverAsAWhole() {
        runner.withConfiguration(AutoConfigurations.of(R2dbcInitializationAutoConfiguration.class))
                .withPropertyValues(
                        "asyncsqlite.in-memory=true",
                        ENABLED,
                        "spring.sql.init.mode=always",
                        "spring.sql.init.separator=^^^ END OF SCRIPT ^^^",
                        "spring.sql.init.schema-locations=classpath:init/trigger.sql")
                .run(context -> assertThat(context.getBean(AsyncSqlite.class)
                                .query("SELECT body FROM note JOIN log ON log.note = id")
                                .mapTo(String.class)
                                .one()
                                .join())
                        .isEqualTo("first;"));
    }

    @Test
    void migrationsRunFirstAllTheSame(@TempDir Path directory) {
        Path file = directory.resolve("notes.db");
        runner.withConfiguration(AutoConfigurations.of(
                        R2dbcInitializationAutoConfiguration.class, FlywayAutoConfiguration.class))
                .withPropertyValues(
                        "asyncsqlite.path=" + file,
                        ENABLED,
                        "asyncsqlite.init.data-locations=classpath:init/data.sql",
                        "spring.flyway.url=jdbc:sqlite:" + file)
                .run(context -> assertThat(DatabaseClient.create(context.getBean(ConnectionFactory.class))
                                .sql("SELECT count(*) FROM note")
                                .map(row -> row.get(0, Long.class))
                                .one()
                                .block())
                        .isEqualTo(3));
    }

    @Test
    void byDefaultThereIsNoConnectionFactoryAndADataSourceIsMade() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class,
                        AsyncSqliteR2dbcAutoConfiguration.class,
                        DataSourceAutoConfiguration.class))
                .withPropertyValues(
                        "asyncsqlite.in-memory=true",
                        "spring.datasource.url=jdbc:sqlite::memory:",
                        "spring.datasource.type=" + SimpleDriverDataSource.class.getName())
                .run(context -> assertThat(context)
                        .doesNotHaveBean(ConnectionFactory.class)
                        .hasSingleBean(DataSource.class));
    }

    @Test
    void ofSeveralDatabasesOneIsNamed() {
        several()
                .withPropertyValues("asyncsqlite.r2dbc.database=users")
                .run(context -> assertThat(((Wrapped<?>) context.getBean(ConnectionFactory.class))
                                .unwrap(SqliteConnectionFactory.class)
                                .unwrap()
                                .name())
                        .isEqualTo("users"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"asyncsqlite.r2dbc.database=customers", "asyncsqlite.name-of-nothing=x"})
    void aNameThatIsNoneIsRefused(String property) {
        several()
                .withPropertyValues(property)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .hasMessageContaining("asyncsqlite.r2dbc.database")
                        .hasMessageContaining("it must be one of [orders, users]"));
    }

    private ApplicationContextRunner several() {
        return runner.withPropertyValues(
                "asyncsqlite.databases.orders.in-memory=true", "asyncsqlite.databases.users.in-memory=true", ENABLED);
    }

    @Test
    void aConnectionFactoryOfTheApplicationMakesOursBackOff() {
        AsyncSqlite other = AsyncSqlite.inMemory();
        runner.withBean("mine", ConnectionFactory.class, () -> new SqliteConnectionFactory(other))
                .withPropertyValues("asyncsqlite.in-memory=true", ENABLED)
                .run(context -> assertThat(context)
                        .hasSingleBean(ConnectionFactory.class)
                        .hasBean("mine"));
        other.close();
    }

    @Test
    void aFactoryIsMadeWithoutSpringBootsModule() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class, AsyncSqliteR2dbcAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.r2dbc"))
                .withPropertyValues("asyncsqlite.in-memory=true", ENABLED)
                .run(context -> assertThat(context).hasSingleBean(SqliteConnectionFactory.class));
    }

    @Test
    void databaseOpensWithoutTheR2dbcDriver() {
        runner.withClassLoader(new FilteredClassLoader("io.asyncsqlite.r2dbc", "io.r2dbc"))
                .withPropertyValues("asyncsqlite.in-memory=true", ENABLED)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(AsyncSqlite.class));
    }
}
