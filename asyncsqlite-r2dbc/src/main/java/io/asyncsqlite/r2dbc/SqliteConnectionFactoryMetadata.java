package io.asyncsqlite.r2dbc;

import io.r2dbc.spi.ConnectionFactoryMetadata;

/** The name by which clients find what is special about SQLite. */
enum SqliteConnectionFactoryMetadata implements ConnectionFactoryMetadata {
    INSTANCE;

    static final String NAME = "SQLite";

    @Override
    public String getName() {
        return NAME;
    }
}
