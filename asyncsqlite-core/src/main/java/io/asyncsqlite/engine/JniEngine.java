package io.asyncsqlite.engine;

import java.sql.SQLException;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.jdbc4.JDBC4Connection;

/** Calls SQLite through the public native interface of sqlite-jdbc, below its JDBC layer. */
final class JniEngine implements Engine {

    @Override
    public EngineConnection open(OpenRequest request) throws EngineException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(request.busyTimeoutMillis());
        config.setReadOnly(request.readOnly());
        // The driver's key support runs a regex over every INSERT and keeps a statement open.
        config.setGetGeneratedKeys(false);
        String file = request.file() == null ? ":memory:" : request.file().toString();
        try {
            JDBC4Connection connection = new JDBC4Connection(JDBC.PREFIX + file, file, config.toProperties());
            try {
                return new JniConnection(connection);
            } catch (EngineException | SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }
}
