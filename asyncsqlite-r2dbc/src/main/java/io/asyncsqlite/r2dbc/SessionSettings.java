package io.asyncsqlite.r2dbc;

import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of new connections of a factory.
 *
 * @param exclusive whether each is a connection of SQLite
 * @param declaredTypes whether declared types of columns decide what values are given where no type is asked for
 * @param connectTimeout how long opening may take, or null for no limit
 * @param statementTimeout of statements, or null for the operation timeout of the database
 * @param lockWaitTimeout how long the begin of a transaction waits, or null for the statement timeout
 */
record SessionSettings(
        boolean exclusive,
        boolean declaredTypes,
        @Nullable Duration connectTimeout,
        @Nullable Duration statementTimeout,
        @Nullable Duration lockWaitTimeout) {

    static final SessionSettings DEFAULT = new SessionSettings(false, true, null, null, null);

    static SessionSettings of(ConnectionFactoryOptions given) {
        OptionValues source = new OptionValues(given);
        return new SessionSettings(
                bool(source, SqliteConnectionFactoryProvider.EXCLUSIVE, false),
                bool(source, SqliteConnectionFactoryProvider.DECLARED_TYPES, true),
                timeout(source, ConnectionFactoryOptions.CONNECT_TIMEOUT),
                timeout(source, ConnectionFactoryOptions.STATEMENT_TIMEOUT),
                timeout(source, ConnectionFactoryOptions.LOCK_WAIT_TIMEOUT));
    }

    private static boolean bool(OptionValues source, Option<Boolean> option, boolean unset) {
        boolean[] given = {unset};
        source.bool(option, value -> given[0] = value);
        return given[0];
    }

    private static @Nullable Duration timeout(OptionValues source, Option<Duration> option) {
        Duration[] timeout = new Duration[1];
        source.duration(option, value -> timeout[0] = Timeouts.checked(option.name(), value));
        return timeout[0];
    }
}
