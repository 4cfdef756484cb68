package io.asyncsqlite.engine;

import java.sql.SQLException;
import java.util.Properties;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.sqlite.BusyHandler;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.jdbc4.JDBC4Connection;

/** Calls SQLite through the public native interface of sqlite-jdbc, below its JDBC layer. */
final class JniEngine implements Engine {

    /** Why the native library cannot be loaded. The driver says so once; then it goes on without the library. */
    private static volatile @Nullable String unloadable;

    @Override
    public EngineConnection open(OpenRequest request) throws EngineException {
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

    /** Opens a connection of the driver that asks whether to wait for locks. */
    static JDBC4Connection connect(OpenRequest request) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        // Only its own thread uses a connection, so SQLite need not lock it anew for every call.
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        // Replaced by a handler of our own, which can be told to give up.
        config.setBusyTimeout(0);
        config.setReadOnly(request.readOnly());
        // The driver's key support runs a regex over every INSERT and keeps a statement open.
        config.setGetGeneratedKeys(false);
        String file = request.file() == null ? ":memory:" : request.file().toString();
        JDBC4Connection connection = open(file, config.toProperties());
        try {
            connection.getDatabase().busy_handler(new LockQuestion(request.whenBusy()));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static JDBC4Connection open(String file, Properties settings) throws SQLException {
        try {
            return new JDBC4Connection(JDBC.PREFIX + file, file, settings);
        } catch (SQLException e) {
            Throwable cause = e.getCause();
            // What SQLite itself says has a code; what has none but a cause comes from loading it.
            if (cause == null || e instanceof SQLiteException) {
                throw e;
            }
            unloadable = cause.getMessage();
            throw new NativeLibraryException(unloadable, cause);
        } catch (UnsatisfiedLinkError e) {
            throw new NativeLibraryException(unloadable == null ? e.getMessage() : unloadable, e);
        }
    }

    private static final class LockQuestion extends BusyHandler {

        private final IntPredicate again;

        LockQuestion(IntPredicate again) {
            this.again = again;
        }

        @Override
        protected int callback(int attempts) {
            try {
                return again.test(attempts) ? 1 : 0;
            } catch (Throwable e) {
                // An exception would stay pending in native code.
                return 0;
            }
        }
    }
}
