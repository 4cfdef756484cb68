package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;

/**
 * Provides a {@link ConnectionFactory} on the database of the application, so that writes of R2DBC and {@link AsyncSqlite} go
 * through one writer. Only if {@code asyncsqlite.r2dbc.enabled=true}: Spring Boot makes no {@code DataSource} of its own beside a
 * connection factory.
 */
@AutoConfiguration(
        after = AsyncSqliteAutoConfiguration.class,
        beforeName = "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration")
@ConditionalOnClass({SqliteConnectionFactory.class, ConnectionFactory.class})
@ConditionalOnBooleanProperty("asyncsqlite.r2dbc.enabled")
@ConditionalOnBean(AsyncSqlite.class)
@ConditionalOnMissingBean(ConnectionFactory.class)
@EnableConfigurationProperties(AsyncSqliteR2dbcProperties.class)
public final class AsyncSqliteR2dbcAutoConfiguration {

    static final String BEAN = "asyncSqliteConnectionFactory";

    AsyncSqliteR2dbcAutoConfiguration() {}

    // Lazy, because Spring Boot lets migrations wait for beans that may run scripts over R2DBC, and databases wait
    // for migrations.
    @Bean(BEAN)
    SqliteConnectionFactory asyncSqliteConnectionFactory(
            AsyncSqliteR2dbcProperties properties, ListableBeanFactory beans) {
        List<String> databases = List.of(beans.getBeanNamesForType(AsyncSqlite.class));
        return new SqliteConnectionFactory(new LazySqlite(beans, chosen(properties.database(), databases)));
    }

    private static String chosen(@Nullable String name, List<String> databases) {
        if (name == null && databases.size() == 1) {
            return databases.get(0);
        }
        if (name == null || !databases.contains(name)) {
            throw new InvalidConfigurationPropertyValueException(
                    "asyncsqlite.r2dbc.database", name, "it must be one of " + databases);
        }
        return name;
    }
}
