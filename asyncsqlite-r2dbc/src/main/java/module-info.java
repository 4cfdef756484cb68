import io.asyncsqlite.r2dbc.SqliteConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactoryProvider;

/** An R2DBC driver for SQLite. */
// Libraries that are no modules have the names from their manifests.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module io.asyncsqlite.r2dbc {
    requires transitive io.asyncsqlite;
    requires transitive r2dbc.spi;
    requires org.reactivestreams;
    requires transitive reactor.core;
    requires static transitive org.jspecify;

    // Only for the package for Spring.
    requires static spring.beans;
    requires static spring.boot;
    requires static spring.boot.autoconfigure;
    requires static spring.context;
    requires static spring.core;
    requires static spring.data.commons;
    requires static spring.data.r2dbc;
    requires static spring.data.relational;
    requires static spring.r2dbc;
    requires static tools.jackson.core;
    requires static tools.jackson.databind;

    exports io.asyncsqlite.r2dbc;
    exports io.asyncsqlite.r2dbc.spring;

    opens io.asyncsqlite.r2dbc.spring;

    provides ConnectionFactoryProvider with
            SqliteConnectionFactoryProvider;
}
