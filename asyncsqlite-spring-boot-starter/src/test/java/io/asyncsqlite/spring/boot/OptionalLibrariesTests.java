package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.health.AsyncSqliteHealthContributorAutoConfiguration;
import io.asyncsqlite.spring.boot.metrics.AsyncSqliteMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Imported by name, as in an application: their annotations are read without loading the classes. */
@Timeout(60)
class OptionalLibrariesTests {

    private static final String[] MICROMETER = {"io.micrometer", "org.springframework.boot.micrometer"};
    private static final String HEALTH = "org.springframework.boot.health";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withPropertyValues("asyncsqlite.in-memory=true");

    @Test
    void withAllOfThemTheDatabaseHasMetricsAndHealth() {
        runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> assertThat(context)
                        .hasSingleBean(AsyncSqlite.class)
                        .hasSingleBean(AsyncSqliteMetricsAutoConfiguration.class)
                        .hasSingleBean(AsyncSqliteHealthContributorAutoConfiguration.class));
    }

    @Test
    void withoutMicrometerTheDatabaseOpens() {
        runner.withClassLoader(new FilteredClassLoader(MICROMETER))
                .run(context -> assertThat(context)
                        .hasSingleBean(AsyncSqlite.class)
                        .doesNotHaveBean(AsyncSqliteMetricsAutoConfiguration.class)
                        .hasSingleBean(AsyncSqliteHealthContributorAutoConfiguration.class));
    }

    @Test
    void withoutSpringBootHealthTheDatabaseOpens() {
        runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withClassLoader(new FilteredClassLoader(HEALTH))
                .run(context -> assertThat(context)
                        .hasSingleBean(AsyncSqlite.class)
                        .hasSingleBean(AsyncSqliteMetricsAutoConfiguration.class)
                        .doesNotHaveBean(AsyncSqliteHealthContributorAutoConfiguration.class));
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        AsyncSqliteAutoConfiguration.class,
        AsyncSqliteMetricsAutoConfiguration.class,
        AsyncSqliteHealthContributorAutoConfiguration.class
    })
    static class Application {}
}
