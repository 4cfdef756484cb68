package io.asyncsqlite.r2dbc.spring;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Closes the database with the application: Spring Boot wraps the connection factory it makes of {@code spring.r2dbc.url} and closes at most a pool in front of
 * it.
 */
@SuppressWarnings("exports")
@AutoConfiguration
@ConditionalOnClass(ConnectionFactory.class)
public final class SqliteCloseAutoConfiguration {

    /** Creates the configuration; done by Spring Boot. */
    public SqliteCloseAutoConfiguration() {}

    @Bean
    static SqliteCloser sqliteCloser() {
        return new SqliteCloser();
    }
}
