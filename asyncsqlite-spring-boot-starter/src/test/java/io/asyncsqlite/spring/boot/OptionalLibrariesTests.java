package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.OperationTracer;
import io.asyncsqlite.spring.boot.backup.AsyncSqliteBackupAutoConfiguration;
import io.asyncsqlite.spring.boot.dao.AsyncSqliteExceptionTranslationAutoConfiguration;
import io.asyncsqlite.spring.boot.dao.SqliteExceptionTranslator;
import io.asyncsqlite.spring.boot.health.AsyncSqliteHealthContributorAutoConfiguration;
import io.asyncsqlite.spring.boot.metrics.AsyncSqliteMetricsAutoConfiguration;
import io.asyncsqlite.spring.boot.observation.AsyncSqliteContextPropagationAutoConfiguration;
import io.asyncsqlite.spring.boot.observation.AsyncSqliteObservationAutoConfiguration;
import io.asyncsqlite.spring.boot.transaction.ReactiveSqlite;
import io.asyncsqlite.spring.boot.transaction.SqliteTransactionManager;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/**
 * Each library that the starter can use may be absent. Imported by name, as in an application: annotations are read without loading the
 * classes that they name.
 */
@Timeout(60)
class OptionalLibrariesTests {

    private static final String METRICS = AsyncSqliteMetricsAutoConfiguration.class.getName();
    private static final String HEALTH = AsyncSqliteHealthContributorAutoConfiguration.class.getName();
    private static final String TRACER = OperationTracer.class.getName();
    private static final String TRANSLATOR = SqliteExceptionTranslator.class.getName();
    private static final String R2DBC = ConnectionFactory.class.getName();
    private static final String SPRING_BOOTS_R2DBC = "org.springframework.boot.r2dbc.autoconfigure";
    private static final String MANAGER = SqliteTransactionManager.class.getName();
    private static final String REACTIVE = ReactiveSqlite.class.getName();
    private static final List<String> ALL = List.of(METRICS, HEALTH, TRACER, TRANSLATOR, R2DBC, MANAGER, REACTIVE);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withPropertyValues("asyncsqlite.in-memory=true", "asyncsqlite.r2dbc.enabled=true");

    @Test
    void allOptionalLibrariesGiveAllBeans() {
        runner.withUserConfiguration(SpringBootsR2dbc.class)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    assertThat(context).hasSingleBean(AsyncSqlite.class);
                    assertThat(ALL)
                            .allSatisfy(type -> assertThat(context.getBeanNamesForType(Class.forName(type)))
                                    .hasSize(1));
                });
    }

    static Stream<Arguments> absences() {
        return Stream.of(
                Arguments.of(List.of("io.micrometer.core", "org.springframework.boot.micrometer"), List.of(METRICS)),
                Arguments.of(List.of("org.springframework.boot.micrometer"), List.of(METRICS)),
                Arguments.of(List.of("org.springframework.boot.health"), List.of(HEALTH)),
                Arguments.of(List.of("org.springframework.boot.actuate"), List.of()),
                Arguments.of(List.of("io.micrometer.context", "io.micrometer.observation"), List.of(TRACER)),
                Arguments.of(List.of("org.springframework.dao"), List.of(TRANSLATOR)),
                Arguments.of(List.of("org.springframework.transaction"), List.of(MANAGER, REACTIVE)),
                Arguments.of(List.of("org.springframework.boot.transaction"), List.of(MANAGER, REACTIVE)),
                Arguments.of(
                        List.of("org.springframework.dao", "org.springframework.transaction"),
                        List.of(TRANSLATOR, MANAGER, REACTIVE)),
                Arguments.of(List.of("io.asyncsqlite.r2dbc", SPRING_BOOTS_R2DBC), List.of(R2DBC)),
                Arguments.of(List.of(SPRING_BOOTS_R2DBC), List.of()),
                Arguments.of(List.of("org.springframework.boot.sql", "org.springframework.jdbc"), List.of()),
                Arguments.of(
                        List.of(
                                "io.micrometer",
                                "org.springframework.boot.micrometer",
                                "org.springframework.boot.health",
                                "org.springframework.dao",
                                "org.springframework.transaction",
                                "org.springframework.boot.sql",
                                SPRING_BOOTS_R2DBC,
                                "io.asyncsqlite.r2dbc",
                                "io.r2dbc",
                                "reactor"),
                        ALL));
    }

    @ParameterizedTest
    @MethodSource("absences")
    void databaseOpensWithoutAnyOneOptionalLibrary(List<String> packages, List<String> missing) {
        ApplicationContextRunner without =
                runner.withClassLoader(new FilteredClassLoader(packages.toArray(String[]::new)));
        if (packages.stream().noneMatch(SPRING_BOOTS_R2DBC::startsWith)) {
            without = without.withUserConfiguration(SpringBootsR2dbc.class);
        }
        boolean meters = packages.stream().noneMatch("io.micrometer"::startsWith);
        (meters ? without.withBean(MeterRegistry.class, SimpleMeterRegistry::new) : without).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(AsyncSqlite.class);
            assertThat(ALL)
                    .allSatisfy(type -> assertThat(context.getBeanFactory().getBeanNamesForType(Class.forName(type)))
                            .hasSize(missing.contains(type) ? 0 : 1));
        });
    }

    @Test
    void theseAreAllThatTheStarterDeclares() {
        assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
                .filteredOn(name -> name.startsWith("io.asyncsqlite.spring.boot."))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Application.class
                                .getAnnotation(ImportAutoConfiguration.class)
                                .value())
                        .map(Class::getName)
                        .toList());
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        AsyncSqliteAutoConfiguration.class,
        AsyncSqliteInitializationAutoConfiguration.class,
        AsyncSqliteR2dbcAutoConfiguration.class,
        AsyncSqliteTransactionAutoConfiguration.class,
        AsyncSqliteBackupAutoConfiguration.class,
        AsyncSqliteExceptionTranslationAutoConfiguration.class,
        AsyncSqliteHealthContributorAutoConfiguration.class,
        AsyncSqliteMetricsAutoConfiguration.class,
        AsyncSqliteContextPropagationAutoConfiguration.class,
        AsyncSqliteObservationAutoConfiguration.class
    })
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(R2dbcAutoConfiguration.class)
    static class SpringBootsR2dbc {}
}
