package io.asyncsqlite.r2dbc.spring;

import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;

/** Closes each factory of SQLite when its bean is destroyed, which is after the beans that use it. */
final class SqliteCloser implements DestructionAwareBeanPostProcessor {

    @Override
    public boolean requiresDestruction(Object bean) {
        return bean instanceof ConnectionFactory && factoryOf(bean) != null;
    }

    @Override
    public void postProcessBeforeDestruction(Object bean, String name) {
        SqliteConnectionFactory factory = factoryOf(bean);
        if (factory != null) {
            factory.close().block();
        }
    }

    private static @Nullable SqliteConnectionFactory factoryOf(Object bean) {
        if (bean instanceof SqliteConnectionFactory factory) {
            return factory;
        }
        return bean instanceof Wrapped<?> wrapped ? wrapped.unwrap(SqliteConnectionFactory.class) : null;
    }
}
