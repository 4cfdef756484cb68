package io.asyncsqlite.spring.boot;

import io.asyncsqlite.SqliteOptions;

/**
 * Changes the options of auto-configured databases before they are opened. Beans of this type run in their order, after properties,
 * codecs and listeners were applied.
 *
 * <pre>{@code
 * return builder -> builder.readers(1).transactionTimeout(Duration.ofSeconds(5));
 * }</pre>
 */
@FunctionalInterface
public interface SqliteOptionsCustomizer {

    /**
     * Changes options.
     *
     * @param builder options so far
     */
    void customize(SqliteOptions.Builder builder);

    /**
     * Changes the options of one database. By default calls {@link #customize(SqliteOptions.Builder)}.
     *
     * @param bean name of its bean, {@code asyncSqlite} if there is a single one
     * @param builder options so far
     */
    default void customize(String bean, SqliteOptions.Builder builder) {
        customize(builder);
    }
}
