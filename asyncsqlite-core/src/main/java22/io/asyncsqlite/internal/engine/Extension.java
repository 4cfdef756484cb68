package io.asyncsqlite.internal.engine;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;

/**
 * Learns the address of SQLite's table of functions from the loadable extension, once in a class loader, and proves it before it is used.
 *
 * <p>The extension returns the address in an error message, so SQLite unloads it at once and the file can be deleted. Loading
 * is allowed for that one statement only.
 */
final class Extension {

    private static final Pattern TABLE = Pattern.compile("asyncsqlite:[0-9a-f]+:([0-9a-f]+)");
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*");

    // 3.40 appended sqlite3_value_encoding, the latest function that is called.
    private static final int OLDEST = 3_040_000;

    /** SQLite numbers its limits from 0, see <a href="https://www.sqlite.org/c3ref/c_limit_attached.html">limits</a>. */
    private static final int LIMITS = 12;

    private static boolean loaded;

    /** The limits that the driver sets on its connections, by their numbers. */
    private static int[] limits = {};

    private Extension() {}

    /**
     * Learns where the functions of SQLite are, unless that was done. Uses a connection of the driver in memory for it, which is closed at
     * once.
     *
     * @throws EngineUnavailableException if that cannot be learnt, or SQLite cannot be called there
     */
    static synchronized void load() throws EngineException {
        if (loaded) {
            return;
        }
        try (SQLiteConnection connection = JniEngine.connect(new OpenRequest(null, false, attempts -> false))) {
            use(connection);
            loaded = true;
        } catch (SQLException | IOException | LinkageError | IllegalCallerException e) {
            throw new EngineUnavailableException("cannot be loaded: " + e, e);
        }
    }

    private static void use(SQLiteConnection connection) throws SQLException, IOException, EngineException {
        long table = table(connection);
        int version = version(connection.getDatabase().libversion());
        if (version < OLDEST) {
            throw new EngineUnavailableException("needs SQLite 3.40.0 or newer, the driver has " + version);
        }
        limits = limits(connection.getDatabase());
        ApiTable.use(table);
        int throughTable = Sqlite3.libversionNumber();
        if (throughTable != version) {
            throw new EngineUnavailableException(
                    "failed its self-test: version " + throughTable + " instead of " + version);
        }
    }

    private static int[] limits(DB driver) throws SQLException {
        int[] values = new int[LIMITS];
        for (int id = 0; id < LIMITS; id++) {
            // A negative value asks.
            values[id] = driver.limit(id, -1);
        }
        return values;
    }

    /** Sets the limits of the driver's connections: those that SQLite was built with are larger than its usual ones. */
    static synchronized void limit(long db) {
        for (int id = 0; id < limits.length; id++) {
            Sqlite3.limit(db, id, limits[id]);
        }
    }

    private static long table(SQLiteConnection connection) throws SQLException, IOException, EngineException {
        String message = messageOfLoading(connection);
        Matcher address = TABLE.matcher(message);
        if (!address.find()) {
            throw new EngineUnavailableException("cannot be loaded: " + message);
        }
        return Long.parseUnsignedLong(address.group(1), 16);
    }

    private static String messageOfLoading(SQLiteConnection connection)
            throws SQLException, IOException, EngineException {
        DB db = connection.getDatabase();
        try (ExtensionFile file = ExtensionFile.open();
                PreparedStatement load = connection.prepareStatement("SELECT load_extension(?, 'asyncsqlite_init')")) {
            load.setString(1, file.path().toString());
            db.enable_load_extension(true);
            load.execute();
            return "its extension told nothing";
        } catch (SQLException e) {
            EngineException failure = JniErrors.translate(e);
            if (failure.code() != Codes.SQLITE_ERROR) {
                throw failure;
            }
            return String.valueOf(failure.getMessage());
        } finally {
            db.enable_load_extension(false);
        }
    }

    private static int version(String text) {
        Matcher parts = VERSION.matcher(text);
        if (!parts.matches()) {
            throw new EngineUnavailableException("does not understand SQLite's version " + text);
        }
        return Integer.parseInt(parts.group(1)) * 1_000_000
                + Integer.parseInt(parts.group(2)) * 1_000
                + Integer.parseInt(parts.group(3));
    }
}
