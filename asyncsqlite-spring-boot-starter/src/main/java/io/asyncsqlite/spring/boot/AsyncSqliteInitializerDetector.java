package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import java.util.Set;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;
import org.springframework.core.env.Environment;

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

    /**
     * Returns no beans if scripts of Spring Boot run over R2DBC on an auto-configured database: the database must be open before
     * these scripts, and each batch of initializers waits for the previous one.
     */
    @Override
    public Set<String> detect(ConfigurableListableBeanFactory beans) {
        boolean scriptsNeedUs = beans.containsBeanDefinition(AsyncSqliteR2dbcAutoConfiguration.BEAN)
                && beans.getBean(Environment.class)
                        .getProperty("spring.sql.init.mode", "")
                        .equalsIgnoreCase("always");
        return scriptsNeedUs ? Set.of() : super.detect(beans);
    }

    /** After migrations. */
    @Override
    public int getOrder() {
        return AFTER_MIGRATIONS;
    }
}
