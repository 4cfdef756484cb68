package io.asyncsqlite.spring.boot;

import io.asyncsqlite.SqliteOptions;

/**
 * Changes the options of the auto-configured database before it is opened. Beans of this type run in their order, after properties,
 * codecs and listeners were applied.
 */
@FunctionalInterface
public interface SqliteOptionsCustomizer {

    /**
     * Changes options.
     *
     * @param builder options so far
     */
    void customize(SqliteOptions.Builder builder);
}
