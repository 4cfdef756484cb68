package io.asyncsqlite.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * R2DBC on the databases of the application.
 *
 * @param enabled Whether to provide a connection factory of R2DBC on the database of the application.
 * @param database Name of the bean to provide it for, where there are several databases.
 */
@ConfigurationProperties("asyncsqlite.r2dbc")
public record AsyncSqliteR2dbcProperties(
        boolean enabled, @Nullable String database) {}
