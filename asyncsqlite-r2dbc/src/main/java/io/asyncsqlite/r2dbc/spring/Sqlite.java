package io.asyncsqlite.r2dbc.spring;

import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import org.jspecify.annotations.Nullable;

/** Checks of the classes of this package. Refers to no class of spring-r2dbc, which a program with this driver may lack. */
final class Sqlite {

    private static final String NAME = "SQLite";

    private Sqlite() {}

    /** Checks the metadata and not the class, because pools and proxies wrap the factory. */
    static boolean isDatabaseOf(ConnectionFactory factory) {
        return NAME.equals(factory.getMetadata().getName());
    }

    /** Returns the factory of SQLite that a bean is or wraps, or null if it is no such factory. */
    static @Nullable SqliteConnectionFactory factoryOf(@Nullable Object bean) {
        if (bean instanceof SqliteConnectionFactory factory) {
            return factory;
        }
        return bean instanceof ConnectionFactory && bean instanceof Wrapped<?> wrapped
                ? wrapped.unwrap(SqliteConnectionFactory.class)
                : null;
    }
}
