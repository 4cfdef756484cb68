package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/**
 * Makes databases open after Flyway, Liquibase and the scripts of {@code spring.sql.init} have run, and whatever else uses databases wait for
 * the scripts of {@code asyncsqlite.init}.
 */
final class AsyncSqliteInitializerDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

    @Override
    protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
        return Set.of(AsyncSqlite.class);
    }

    /** Each batch waits for the one before it. Spring Boot's last one is 100 above the lowest. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
