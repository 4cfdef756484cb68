package io.asyncsqlite.r2dbc.spring;

import io.r2dbc.spi.ConnectionFactory;
import java.util.Optional;
import org.springframework.data.r2dbc.dialect.DialectResolver.R2dbcDialectProvider;
import org.springframework.data.r2dbc.dialect.R2dbcDialect;

/** Tells Spring Data R2DBC the dialect. Made by Spring. */
@SuppressWarnings("exports")
public final class SqliteDialectProvider implements R2dbcDialectProvider {

    /** Creates a provider; done by Spring. */
    public SqliteDialectProvider() {}

    /**
     * Gives the dialect.
     *
     * @param factory any factory, wrapped or not
     * @return {@link SqliteDialect#INSTANCE} if it is one of SQLite, else empty
     */
    @Override
    public Optional<R2dbcDialect> getDialect(ConnectionFactory factory) {
        return Sqlite.isDatabaseOf(factory) ? Optional.of(SqliteDialect.INSTANCE) : Optional.empty();
    }
}
