package io.asyncsqlite.internal.engine;

import java.sql.SQLException;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * Calls the copy of SQLite that sqlite-jdbc bundles through {@code java.lang.foreign}. The driver opens and closes the connection, so that
 * there is only one SQLite in the process; everything between is called directly.
 */
final class ForeignEngine implements Engine {

    @Override
    public EngineConnection open(OpenRequest request) throws EngineException {
        try {
            JDBC4Connection connection = JniEngine.connect(request);
            try {
                return new ForeignConnection(connection, Extension.addressOf(connection), request);
            } catch (Throwable e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }
}
