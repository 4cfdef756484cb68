package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Lets beans that need an initialized database, such as JPA, wait for the scripts of the databases, and puts everything that initializes
 * databases in an order: migrations, then databases with their scripts, then scripts of Spring Boot over R2DBC.
 */
@AutoConfiguration(after = AsyncSqliteAutoConfiguration.class)
@ConditionalOnClass(DatabaseInitializationDependencyConfigurer.class)
@ConditionalOnBean(AsyncSqlite.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
public final class AsyncSqliteInitializationAutoConfiguration {

    AsyncSqliteInitializationAutoConfiguration() {}

    @Bean
    static InitializationOrder asyncSqliteInitializationOrder() {
        return new InitializationOrder();
    }
}
