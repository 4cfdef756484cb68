package io.asyncsqlite.r2dbc.spring;

import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.binding.BindMarkersFactory;

/** Constants and checks of the classes of this package. */
final class Sqlite {

    /** {@code ?1}, {@code ?2}: a name that occurs twice is bound once. */
    static final BindMarkersFactory MARKERS = BindMarkersFactory.indexed("?", 1);

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
