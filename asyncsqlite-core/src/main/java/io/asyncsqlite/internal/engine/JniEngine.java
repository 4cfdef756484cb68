package io.asyncsqlite.internal.engine;

import io.asyncsqlite.internal.engine.OpenRequest.Access;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.IntPredicate;
import org.sqlite.BusyHandler;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.jdbc4.JDBC4Connection;

/** Calls SQLite through the public native interface of sqlite-jdbc, below its JDBC layer. */
final class JniEngine implements Engine {

    @Override
    public EngineConnection open(OpenRequest request) throws EngineException {
        if (request.strict()) {
            throw new EngineUnavailableException(
                    "is needed for strict SQL, which sqlite-jdbc cannot switch on, and SQLite is called through JNI"
                            + " here");
        }
        try {
            JDBC4Connection connection = connect(request);
            try {
                return new JniConnection(connection, request.readOnly());
            } catch (EngineException | SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }

    /** Opens a connection of the driver that asks whether to wait for locks, before it reads the file. */
    static JDBC4Connection connect(OpenRequest request) throws SQLException {
        NativeLibrary.load();
        SQLiteConfig config = new SQLiteConfig();
        // Only its own thread uses a connection, so SQLite need not lock it anew for every call.
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        // The only statement that the driver runs, and one that does not read the file. Replaced by a handler of our
        // own.
        config.setBusyTimeout(0);
        config.setReadOnly(request.readOnly());
        // SQLite would create files that other users can read, also attached ones.
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        // The driver's key support runs a regex over every INSERT and keeps a statement open.
        config.setGetGeneratedKeys(false);
        String file = location(request);
        JDBC4Connection connection = new JDBC4Connection(JDBC.PREFIX + file, file, config.toProperties());
        try {
            connection.getDatabase().busy_handler(lockQuestion(request.whenBusy()));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Returns the name by which SQLite opens the file. */
    static String location(OpenRequest request) {
        Path file = request.file();
        if (file == null) {
            return ":memory:";
        }
        return request.access() == Access.IMMUTABLE ? immutable(file) : file.toString();
    }

    /** Returns the name by which SQLite opens a file that nothing writes. */
    static String immutable(Path file) {
        // The URI has every character that could end it or begin a parameter as %HH.
        return "file:" + file.toUri().getRawPath() + "?immutable=1";
    }

    private static BusyHandler lockQuestion(IntPredicate again) {
        return new BusyHandler() {
            @Override
            protected int callback(int attempts) {
                try {
                    return again.test(attempts) ? 1 : 0;
                } catch (Throwable e) {
                    // An exception would stay pending in native code.
                    return 0;
                }
            }
        };
    }
}
