package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * R2DBC on the databases of the application.
 *
 * @param enabled Whether to provide a connection factory of R2DBC on the database of the application.
 * @param database Name of the bean to provide it for, where there are several databases.
 */
@ConfigurationProperties("asyncsqlite.r2dbc")
public record AsyncSqliteR2dbcProperties(
        boolean enabled, @Nullable String database) {

    /** Returns the named database, or the only one. */
    AsyncSqlite choose(ListableBeanFactory beans) {
        List<String> names =
                Stream.of(beans.getBeanNamesForType(AsyncSqlite.class)).sorted().toList();
        String chosen = database == null && names.size() == 1 ? names.get(0) : database;
        if (chosen == null || !names.contains(chosen)) {
            throw new InvalidConfigurationPropertyValueException(
                    "asyncsqlite.r2dbc.database", chosen, "it must be one of " + names);
        }
        return beans.getBean(chosen, AsyncSqlite.class);
    }
}
