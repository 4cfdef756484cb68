package io.asyncsqlite.r2dbc;

import io.r2dbc.spi.ConnectionMetadata;

/**
 * The database product of a connection and its version.
 *
 * @param version of the SQLite library, for example 3.54.1
 */
record SqliteConnectionMetadata(String version) implements ConnectionMetadata {

    @Override
    public String getDatabaseProductName() {
        return SqliteConnectionFactoryMetadata.NAME;
    }

    @Override
    public String getDatabaseVersion() {
        return version;
    }
}
