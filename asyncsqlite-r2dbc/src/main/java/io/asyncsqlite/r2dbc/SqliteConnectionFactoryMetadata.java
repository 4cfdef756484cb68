package io.asyncsqlite.r2dbc;

import io.r2dbc.spi.ConnectionFactoryMetadata;

/** The name of the database product, by which clients choose a dialect. */
enum SqliteConnectionFactoryMetadata implements ConnectionFactoryMetadata {
    INSTANCE;

    static final String NAME = "SQLite";

    @Override
    public String getName() {
        return NAME;
    }
}
