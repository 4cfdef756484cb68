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
 * Learns the address of a connection and of SQLite's table of functions from the loadable extension, and proves them before they are used.
 *
 * <p>The extension returns the addresses in an error message, so SQLite unloads it at once and the file can be deleted. Loading
 * is allowed for that one statement only.
 */
final class Extension {

    private static final Pattern ADDRESSES = Pattern.compile("asyncsqlite:([0-9a-f]+):([0-9a-f]+)");
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*");

    // 3.40 appended sqlite3_value_encoding, the latest function that is called.
    private static final int OLDEST = 3_040_000;

    private Extension() {}

    /**
     * Returns the address of the {@code sqlite3*} behind a connection of the driver.
     *
     * @throws EngineUnavailableException if the address cannot be learnt, or SQLite cannot be called with it
     * @throws EngineException if the database is damaged or locked: SQLite reads the schema first
     */
    static long addressOf(SQLiteConnection connection) throws EngineException {
        readSchema(connection);
        try {
            Matcher addresses = addresses(connection);
            int version = version(connection.getDatabase().libversion());
            if (version < OLDEST) {
                throw new EngineUnavailableException("needs SQLite 3.40.0 or newer, the driver has " + version);
            }
            ApiTable.use(Long.parseUnsignedLong(addresses.group(2), 16));
            int throughTable = Sqlite3.libversionNumber();
            if (throughTable != version) {
                throw new EngineUnavailableException(
                        "failed its self-test: version " + throughTable + " instead of " + version);
            }
            return Long.parseUnsignedLong(addresses.group(1), 16);
        } catch (SQLException | IOException | LinkageError | IllegalCallerException e) {
            throw new EngineUnavailableException("cannot be loaded: " + e, e);
        }
    }

    /** Reads the schema, as every statement does first. Done here, so that its errors are not taken for those of loading. */
    private static void readSchema(SQLiteConnection connection) throws EngineException {
        try {
            connection.prepareStatement("SELECT 1 FROM sqlite_schema").close();
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }

    private static Matcher addresses(SQLiteConnection connection) throws SQLException, IOException, EngineException {
        String message = messageOfLoading(connection);
        Matcher addresses = ADDRESSES.matcher(message);
        if (!addresses.find()) {
            throw new EngineUnavailableException("cannot be loaded: " + message);
        }
        return addresses;
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
