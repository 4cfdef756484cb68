package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Provides a {@link ConnectionFactory} on the database of the application, so that writes of R2DBC and {@link AsyncSqlite} go
 * through one writer. Only if {@code asyncsqlite.r2dbc.enabled=true}: Spring Boot makes no {@code DataSource} of its own beside a
 * connection factory.
 */
@AutoConfiguration(
        after = AsyncSqliteAutoConfiguration.class,
        beforeName = "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration")
@ConditionalOnClass({SqliteConnectionFactory.class, ConnectionFactory.class})
@ConditionalOnBooleanProperty("asyncsqlite.r2dbc.enabled")
@ConditionalOnBean(AsyncSqlite.class)
@ConditionalOnMissingBean(ConnectionFactory.class)
@EnableConfigurationProperties(AsyncSqliteR2dbcProperties.class)
public final class AsyncSqliteR2dbcAutoConfiguration {

    AsyncSqliteR2dbcAutoConfiguration() {}

    /** Spring Boot makes the factory of these details as of a URL: with decorators, customizers of options, a pool, and observations. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(R2dbcConnectionDetails.class)
    static class WithSpringBoot {

        @Bean
        @ConditionalOnMissingBean(R2dbcConnectionDetails.class)
        BridgeConnectionDetails asyncSqliteR2dbcConnectionDetails(
                Environment environment,
                AsyncSqliteR2dbcProperties properties,
                ObjectProvider<R2dbcProperties> r2dbc,
                ListableBeanFactory beans) {
            BridgeConnectionDetails.refuseUrl(environment);
            return new BridgeConnectionDetails(properties.choose(beans), r2dbc.getIfAvailable());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails")
    static class WithoutSpringBoot {

        @Bean
        SqliteConnectionFactory asyncSqliteConnectionFactory(
                AsyncSqliteR2dbcProperties properties, ListableBeanFactory beans) {
            return new SqliteConnectionFactory(properties.choose(beans));
        }
    }
}
