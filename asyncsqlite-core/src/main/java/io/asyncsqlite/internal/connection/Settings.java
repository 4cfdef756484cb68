package io.asyncsqlite.internal.connection;

import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.failure.Failures;

/** Settings that a new connection needs. SQLite ignores some that it cannot make. */
final class Settings {

    private Settings() {}

    /** Makes a setting, or throws if the connection does not have it then. */
    static void require(DatabaseConnection connection, String pragma, String value, SqliteOptions options)
            throws EngineException {
        connection.pragma("PRAGMA " + pragma + "=" + value);
        verify(pragma, value, connection.pragma("PRAGMA " + pragma), options);
    }

    /** Throws if a setting has another value than the wanted one. */
    static void verify(String setting, String wanted, String actual, SqliteOptions options) {
        if (!wanted.equals(actual)) {
            throw Failures.cannotOpen(
                    options, Reason.SETTING_REFUSED, setting + " should be " + wanted + " but stays " + actual, null);
        }
    }
}
