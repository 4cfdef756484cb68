package io.asyncsqlite.spring.boot;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Several databases.
 *
 * @param databases Databases by the names of their beans, each with the properties that "asyncsqlite" has for a single one.
 */
@ConfigurationProperties("asyncsqlite")
public record AsyncSqliteDatabasesProperties(@DefaultValue Map<String, AsyncSqliteProperties> databases) {

    /** Copies the map. */
    public AsyncSqliteDatabasesProperties {
        databases = Map.copyOf(databases);
    }
}
