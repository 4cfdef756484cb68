package io.asyncsqlite.r2dbc.spring;

import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;

/**
 * Closes each factory of SQLite when the last bean is destroyed that is this factory or wraps it. Beans that use one of these were destroyed
 * before.
 */
final class SqliteCloser implements DestructionAwareBeanPostProcessor {

    /** The beans that will be destroyed, by their factory. */
    private final Map<SqliteConnectionFactory, Set<ConnectionFactory>> beans = new HashMap<>();

    @Override
    public synchronized boolean requiresDestruction(Object bean) {
        SqliteConnectionFactory factory = Sqlite.factoryOf(bean);
        if (factory == null) {
            return false;
        }
        beans.computeIfAbsent(factory, key -> Collections.newSetFromMap(new IdentityHashMap<>()))
                .add((ConnectionFactory) bean);
        return true;
    }

    @Override
    public void postProcessBeforeDestruction(Object bean, String name) {
        SqliteConnectionFactory factory = Sqlite.factoryOf(bean);
        if (factory != null && isLast(bean, factory)) {
            factory.close().block();
        }
    }

    private synchronized boolean isLast(Object bean, SqliteConnectionFactory factory) {
        Set<ConnectionFactory> left = beans.get(factory);
        if (left == null) {
            return true;
        }
        left.remove(bean);
        if (left.isEmpty()) {
            beans.remove(factory);
        }
        return left.isEmpty();
    }
}
