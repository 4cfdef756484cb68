package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.r2dbc.SqliteConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcProperties;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** The open database of the application as the one that R2DBC connects to. */
final class BridgeConnectionDetails implements R2dbcConnectionDetails {

    private final AsyncSqlite database;
    private final @Nullable R2dbcProperties properties;

    BridgeConnectionDetails(AsyncSqlite database, @Nullable R2dbcProperties properties) {
        this.database = database;
        this.properties = properties;
    }

    /** Refuses a URL beside the bridge, because it would be ignored. */
    static void refuseUrl(Environment environment) {
        Set<String> both = Set.of("spring.r2dbc.url", "asyncsqlite.r2dbc.enabled");
        if (StringUtils.hasText(environment.getProperty("spring.r2dbc.url"))) {
            throw new MutuallyExclusiveConfigurationPropertiesException(both, both);
        }
    }

    /** Returns what Spring Boot makes of its properties, with the database in place of a URL. */
    @Override
    public ConnectionFactoryOptions getConnectionFactoryOptions() {
        ConnectionFactoryOptions.Builder options = ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, SqliteConnectionFactoryProvider.DRIVER)
                .option(SqliteConnectionFactoryProvider.OPEN_DATABASE, database);
        if (properties != null) {
            setIfText(options, ConnectionFactoryOptions.USER, properties.getUsername());
            setIfText(options, ConnectionFactoryOptions.PASSWORD, properties.getPassword());
            properties.getProperties().forEach((name, value) -> options.option(Option.valueOf(name), value));
        }
        return options.build();
    }

    private static <T extends CharSequence> void setIfText(
            ConnectionFactoryOptions.Builder options, Option<T> option, @Nullable T text) {
        if (text != null && StringUtils.hasText(text)) {
            options.option(option, text);
        }
    }
}
