/**
 * An R2DBC 1.0 driver for SQLite. API are {@link io.asyncsqlite.r2dbc.SqliteConnectionFactory} and the options in
 * {@link io.asyncsqlite.r2dbc.SqliteConnectionFactoryProvider}; everything else is reached through the interfaces of R2DBC.
 */
@NullMarked
package io.asyncsqlite.r2dbc;

import org.jspecify.annotations.NullMarked;
