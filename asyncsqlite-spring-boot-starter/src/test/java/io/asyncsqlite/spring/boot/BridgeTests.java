package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.r2dbc.InvalidOptionException;
import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.asyncsqlite.r2dbc.spring.SqliteR2dbcAutoConfiguration;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.Wrapped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;
import org.springframework.boot.r2dbc.ConnectionFactoryDecorator;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcInitializationAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcProxyAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.observation.R2dbcObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.connection.DelegatingConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** What Spring Boot does for the connection factory of a URL, it does for the one on the application's database. */
@Timeout(60)
class BridgeTests {

    private static final String SCHEMA = "spring.sql.init.schema-locations=classpath:init/schema.sql";
    private static final String BRIDGE = "asyncsqlite.r2dbc.enabled=true";

    /** The two ways to a connection factory. */
    enum Way {
        URL,
        BRIDGE;

        ApplicationContextRunner of(ApplicationContextRunner runner, Path file) {
            return this == URL
                    ? runner.withPropertyValues("spring.r2dbc.url=r2dbc:sqlite:///" + file)
                    : runner.withPropertyValues(BridgeTests.BRIDGE, "asyncsqlite.path=" + file);
        }
    }

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
                        AsyncSqliteInitializationAutoConfiguration.class,
                        AsyncSqliteR2dbcAutoConfiguration.class,
                        R2dbcAutoConfiguration.class,
                        R2dbcInitializationAutoConfiguration.class,
                        R2dbcProxyAutoConfiguration.class,
                        SqliteR2dbcAutoConfiguration.class));
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaOnTheClassPathHindersNoStart(Way way) {
        way.of(runner, file)
                .withPropertyValues(SCHEMA)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @EnumSource
    void theSchemaRunsWithModeAlways(Way way) {
        way.of(runner, file)
                .withPropertyValues(SCHEMA, "spring.sql.init.mode=always")
                .run(context -> assertThat(count(context.getBean(ConnectionFactory.class)))
                        .isZero());
    }

    @Test
    void scriptsOfBothKindsAndMigrationsHaveAnOrder() {
        runner.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues(
                        BRIDGE,
                        "asyncsqlite.path=" + file,
                        "spring.flyway.url=jdbc:sqlite:" + file,
                        "spring.flyway.locations=classpath:db/migration",
                        "asyncsqlite.init.data-locations=classpath:init/data.sql",
                        "spring.sql.init.mode=always",
                        "spring.sql.init.data-locations=classpath:init/data.sql")
                .run(context -> assertThat(count(context.getBean(ConnectionFactory.class)))
                        .isEqualTo(5));
    }

    @Test
    void aFactoryOfTheApplicationOnTheInjectedDatabaseStarts() {
        runner.withUserConfiguration(OwnFactory.class)
                .withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues(
                        "asyncsqlite.path=" + file,
                        "spring.flyway.url=jdbc:sqlite:" + file,
                        "spring.flyway.locations=classpath:db/migration",
                        "asyncsqlite.init.data-locations=classpath:init/data.sql")
                .run(context -> assertThat(count(context.getBean(ConnectionFactory.class)))
                        .isEqualTo(3));
    }

    @Test
    void aFactoryOnADatabaseOfTheApplicationStarts() {
        runner.withUserConfiguration(OwnFactory.class)
                .withBean("mine", AsyncSqlite.class, () -> AsyncSqlite.open(file))
                .withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues(
                        "spring.flyway.url=jdbc:sqlite:" + file, "spring.flyway.locations=classpath:db/migration")
                .run(context -> assertThat(count(context.getBean(ConnectionFactory.class)))
                        .isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource
    void decoratorsAreApplied(Way way) {
        way.of(runner, file)
                .withBean("decorator", ConnectionFactoryDecorator.class, () -> Decorated::new)
                .run(context -> {
                    ConnectionFactory factory = context.getBean(ConnectionFactory.class);

                    assertThat(((Wrapped<?>) factory).unwrap(Decorated.class)).isNotNull();
                    assertThat(sqlite(factory)).isNotNull();
                });
    }

    @ParameterizedTest
    @EnumSource
    void optionsMayBeCustomized(Way way) {
        way.of(runner, file)
                .withBean(
                        ConnectionFactoryOptionsBuilderCustomizer.class,
                        () -> options ->
                                options.option(ConnectionFactoryOptions.LOCK_WAIT_TIMEOUT, Duration.ofMillis(50)))
                .run(context -> assertThatATransactionWaitsInVain(context.getBean(ConnectionFactory.class)));
    }

    @ParameterizedTest
    @EnumSource
    void optionsMayBeProperties(Way way) {
        way.of(runner, file)
                .withPropertyValues("spring.r2dbc.properties.lockWaitTimeout=PT0.05S")
                .run(context -> assertThatATransactionWaitsInVain(context.getBean(ConnectionFactory.class)));
    }

    @ParameterizedTest
    @EnumSource
    void aPropertySwitchesDeclaredTypesOff(Way way) {
        way.of(runner, file)
                .run(context -> assertThat(aBoolean(context.getBean(ConnectionFactory.class)))
                        .isEqualTo(true));
        way.of(runner, file)
                .withPropertyValues("spring.r2dbc.properties.declaredTypes=false")
                .run(context -> assertThat(aBoolean(context.getBean(ConnectionFactory.class)))
                        .isEqualTo(1));
    }

    private static Object aBoolean(ConnectionFactory factory) {
        DatabaseClient client = DatabaseClient.create(factory);
        return client.sql("CREATE TABLE IF NOT EXISTS task(done BOOLEAN)")
                .then()
                .then(client.sql("INSERT INTO task VALUES (TRUE)").then())
                .then(client.sql("SELECT done FROM task").fetch().first())
                .block()
                .get("done");
    }

    private static void assertThatATransactionWaitsInVain(ConnectionFactory factory) {
        AsyncSqlite database = sqlite(factory).unwrap();
        CountDownLatch released = new CountDownLatch(1);
        var held = database.write(connection -> {
            released.await();
            return true;
        });
        try {
            assertThatThrownBy(() -> DatabaseClient.create(factory)
                            .inConnection(connection -> Mono.from(connection.beginTransaction()))
                            .block())
                    .hasRootCauseInstanceOf(OperationTimeoutException.class)
                    .hasStackTraceContaining(R2dbcTimeoutException.class.getName());
        } finally {
            released.countDown();
            held.join();
        }
    }

    @Test
    void anOptionThatOpensADatabaseIsRefusedOnTheBridge() {
        Way.BRIDGE
                .of(runner, file)
                .withPropertyValues("spring.r2dbc.properties.readers=3")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidOptionException.class)
                        .hasMessage("readers has no effect on openDatabase, which is open already: set it where that"
                                + " is opened"));
    }

    @ParameterizedTest
    @EnumSource
    void queriesAreObserved(Way way) {
        Set<String> observed = ConcurrentHashMap.newKeySet();
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new Names(observed));
        way.of(runner, file)
                .withBean(ObservationRegistry.class, () -> observations)
                .withConfiguration(AutoConfigurations.of(R2dbcObservationAutoConfiguration.class))
                .run(context -> {
                    DatabaseClient.create(context.getBean(ConnectionFactory.class))
                            .sql("SELECT 1")
                            .fetch()
                            .one()
                            .block();

                    assertThat(observed).contains("r2dbc.query");
                });
    }

    @ParameterizedTest
    @EnumSource
    void connectionDetailsReplaceBothWays(Way way) {
        way.of(runner, file)
                .withBean(
                        R2dbcConnectionDetails.class,
                        () -> () -> ConnectionFactoryOptions.parse("r2dbc:sqlite:mem:///details"))
                .run(context -> {
                    ConnectionFactory factory = context.getBean(ConnectionFactory.class);

                    assertThat(sqlite(factory).unwrap().name()).isEqualTo("details");
                });
    }

    @Test
    void aUrlBesideTheBridgeIsRefused() {
        Way.URL
                .of(Way.BRIDGE.of(runner, file), directory.resolve("other.db"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(MutuallyExclusiveConfigurationPropertiesException.class)
                        .hasMessageContaining("spring.r2dbc.url")
                        .hasMessageContaining("asyncsqlite.r2dbc.enabled"));
    }

    @Test
    void aFactoryDerivedFromTheBridgeHasTheSameDatabase() {
        Way.BRIDGE.of(runner, file).run(context -> {
            ConnectionFactory derived = ConnectionFactoryBuilder.derivedFrom(context.getBean(ConnectionFactory.class))
                    .build();

            assertThat(sqlite(derived).unwrap()).isSameAs(context.getBean(AsyncSqlite.class));
        });
    }

    private static SqliteConnectionFactory sqlite(ConnectionFactory factory) {
        return ((Wrapped<?>) factory).unwrap(SqliteConnectionFactory.class);
    }

    private static long count(ConnectionFactory factory) {
        return DatabaseClient.create(factory)
                .sql("SELECT count(*) FROM note")
                .map(row -> row.get(0, Long.class))
                .one()
                .block();
    }

    /** Notes the names of observations. */
    private record Names(Set<String> names) implements ObservationHandler<Observation.Context> {

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        @Override
        public void onStop(Observation.Context context) {
            names.add(context.getName());
        }
    }

    private static final class Decorated extends DelegatingConnectionFactory {

        Decorated(ConnectionFactory target) {
            super(target);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnFactory {

        @Bean
        ConnectionFactory factory(AsyncSqlite database) {
            return new SqliteConnectionFactory(database);
        }
    }
}
