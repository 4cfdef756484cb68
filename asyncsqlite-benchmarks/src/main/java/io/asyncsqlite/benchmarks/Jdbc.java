package io.asyncsqlite.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** How every rival uses sqlite-jdbc: durable, and as fast as its options make it. */
final class Jdbc {

    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    private Jdbc() {}

    static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection(url(file), properties());
    }

    static String url(Path file) {
        return "jdbc:sqlite:" + file;
    }

    static Properties properties() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        // No benchmark asks for keys, and the driver would run a query for each insert.
        config.setGetGeneratedKeys(false);
        return config.toProperties();
    }

    static String pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA " + name)) {
            return result.getString(1);
        }
    }
}
