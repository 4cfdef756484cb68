package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/**
 * Makes databases open after Flyway and Liquibase have run, and makes other beans that use databases wait for the scripts of
 * {@code asyncsqlite.init}.
 */
final class AsyncSqliteInitializerDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

    private static final int AFTER_MIGRATIONS = 100;

    @Override
    protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
        return Set.of(AsyncSqlite.class);
    }

    /** After migrations. */
    @Override
    public int getOrder() {
        return AFTER_MIGRATIONS;
    }
}
