package io.asyncsqlite.r2dbc.spring;

import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Opens the databases of the factories that are beans once all beans are made: after migrations, and before the web server starts. A database
 * that cannot be opened fails the start and not each request.
 */
final class SqliteOpener implements SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beans;

    SqliteOpener(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void afterSingletonsInstantiated() {
        // Several beans may wrap one factory.
        Set<SqliteConnectionFactory> factories = new LinkedHashSet<>();
        for (String name : beans.getBeanNamesForType(ConnectionFactory.class, false, false)) {
            SqliteConnectionFactory factory =
                    beans.containsSingleton(name) ? Sqlite.factoryOf(beans.getSingleton(name)) : null;
            if (factory != null) {
                factories.add(factory);
            }
        }
        factories.forEach(SqliteOpener::open);
    }

    private static void open(SqliteConnectionFactory factory) {
        factory.create().flatMapMany(Connection::close).blockLast();
    }
}
