package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.OperationTracer;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.UserDefined;
import io.asyncsqlite.codec.Codec;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Opens the databases of the application, unless it defines an {@link AsyncSqlite} itself: those of {@code asyncsqlite.databases}, or
 * without these a single one.
 *
 * <p>Opened while the context refreshes, so before the web server starts. Closed when beans are destroyed, so after the web server
 * has drained: requests in flight can still write. A single database for which no property is set is opened when a bean asks for it.
 */
@AutoConfiguration
@ConditionalOnMissingBean(AsyncSqlite.class)
public final class AsyncSqliteAutoConfiguration {

    AsyncSqliteAutoConfiguration() {}

    @Bean
    static UnconfiguredDatabase asyncSqliteUnconfiguredDatabase() {
        return new UnconfiguredDatabase();
    }

    @Bean
    DatabaseFactory asyncSqliteDatabaseFactory(
            Environment environment,
            ResourceLoader resources,
            ObjectProvider<AsyncSqliteConnectionDetails> connectionDetails,
            ObjectProvider<Codec<?>> codecs,
            ObjectProvider<UserDefined> definitions,
            ObjectProvider<SqliteListener> listeners,
            ObjectProvider<OperationTracer> tracer,
            ObjectProvider<SqliteOptionsCustomizer> customizers) {
        return new DatabaseFactory(
                environment,
                new InitializationScripts(resources),
                connectionDetails.getIfAvailable(),
                codecs,
                definitions,
                listeners,
                tracer,
                customizers);
    }

    /** Runs completions on virtual threads; those of the databases stay platform threads, because a call of SQLite pins its carrier. */
    @Bean
    @ConditionalOnThreading(Threading.VIRTUAL)
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SqliteOptionsCustomizer asyncSqliteVirtualThreads() {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("asyncsqlite-callback-");
        executor.setVirtualThreads(true);
        return builder -> builder.callbackExecutor(executor);
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(OneDatabase.class)
    @EnableConfigurationProperties(AsyncSqliteProperties.class)
    static class One {

        @Bean
        @ConditionalOnMissingBean
        SqliteOptions asyncSqliteOptions(DatabaseFactory factory, AsyncSqliteProperties properties) {
            return factory.options(DatabaseFactory.ONE, properties);
        }

        @Bean
        AsyncSqlite asyncSqlite(DatabaseFactory factory, SqliteOptions options, AsyncSqliteProperties properties) {
            return factory.open(DatabaseFactory.ONE, options, properties);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(SeveralDatabases.class)
    @EnableConfigurationProperties(AsyncSqliteDatabasesProperties.class)
    @Import(DatabasesRegistrar.class)
    static class Several {}
}
