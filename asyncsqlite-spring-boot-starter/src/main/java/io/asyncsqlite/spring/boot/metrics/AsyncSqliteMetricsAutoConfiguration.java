package io.asyncsqlite.spring.boot.metrics;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.AsyncSqliteAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Registers the {@link AsyncSqliteMeter}s of all databases in the context. Timers and summaries of a database that the application
 * opens itself need {@link AsyncSqliteMetricsListener} in its options.
 */
@AutoConfiguration(after = {AsyncSqliteAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class})
@ConditionalOnClass({MeterRegistry.class, CompositeMeterRegistryAutoConfiguration.class})
@ConditionalOnBean({AsyncSqlite.class, MeterRegistry.class})
public final class AsyncSqliteMetricsAutoConfiguration {

    AsyncSqliteMetricsAutoConfiguration() {}

    @Bean
    AsyncSqliteMetricsListener asyncSqliteMetricsListener(MeterRegistry registry) {
        return new AsyncSqliteMetricsListener(registry);
    }

    @Bean
    static AsyncSqliteStatsMeters asyncSqliteStatsMeters(ObjectProvider<MeterRegistry> registry) {
        return new AsyncSqliteStatsMeters(registry);
    }
}
