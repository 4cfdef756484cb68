package io.asyncsqlite.r2dbc.spring;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Opens the database at the start of the application and closes it at the end. Spring Boot wraps the connection factory that it makes of
 * {@code spring.r2dbc.url}, opens nothing, and closes at most a pool in front of it.
 */
@SuppressWarnings("exports")
@AutoConfiguration
@ConditionalOnClass(ConnectionFactory.class)
public final class SqliteR2dbcAutoConfiguration {

    /** Creates the configuration; done by Spring Boot. */
    public SqliteR2dbcAutoConfiguration() {}

    @Bean
    static SqliteCloser sqliteCloser() {
        return new SqliteCloser();
    }

    @Bean
    SqliteOpener sqliteOpener(ConfigurableListableBeanFactory beans) {
        return new SqliteOpener(beans);
    }
}
