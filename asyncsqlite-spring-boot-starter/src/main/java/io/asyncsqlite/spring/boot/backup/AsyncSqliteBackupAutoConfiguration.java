package io.asyncsqlite.spring.boot.backup;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.AsyncSqliteAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Backs up all databases in the context if {@code asyncsqlite.backup.cron} says when, and shows how old the backups are. */
@AutoConfiguration(after = AsyncSqliteAutoConfiguration.class)
@ConditionalOnBean(AsyncSqlite.class)
@ConditionalOnProperty("asyncsqlite.backup.cron")
@EnableConfigurationProperties(AsyncSqliteBackupProperties.class)
public final class AsyncSqliteBackupAutoConfiguration {

    AsyncSqliteBackupAutoConfiguration() {}

    @Bean
    ScheduledBackups asyncSqliteScheduledBackups(
            Map<String, AsyncSqlite> databases, AsyncSqliteBackupProperties properties) {
        return new ScheduledBackups(databases, properties, Clock.systemUTC());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
    static class Shown {

        @Bean
        @ConditionalOnEnabledHealthIndicator("asyncsqlite")
        @ConditionalOnMissingBean(name = "asyncSqliteBackupHealthIndicator")
        BackupHealthIndicator asyncSqliteBackupHealthIndicator(ScheduledBackups backups) {
            return new BackupHealthIndicator(backups);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Measured {

        @Bean
        BackupMeters asyncSqliteBackupMeters(ScheduledBackups backups) {
            return new BackupMeters(backups);
        }
    }
}
