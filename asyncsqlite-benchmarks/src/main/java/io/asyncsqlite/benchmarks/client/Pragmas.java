package io.asyncsqlite.benchmarks.client;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteOpenMode;

/**
 * The settings of every client of sqlite-jdbc. A tuned one has those that asyncsqlite gives to its own connections, as far as they can
 * change a figure; one that is not has what guides to SQLite in servers recommend: WAL, foreign keys and a busy timeout.
 */
final class Pragmas {

    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    // As in asyncsqlite's ConnectionFactory.
    private static final int WRITER_CACHE_KIB = 16 * 1024;
    private static final int READER_CACHE_KIB = 8 * 1024;
    private static final int JOURNAL_SIZE_LIMIT = 64 << 20;

    /** What a connection is for. */
    enum Role {
        WRITER(WRITER_CACHE_KIB),
        READER(READER_CACHE_KIB);

        private final int cacheKib;

        Role(int cacheKib) {
            this.cacheKib = cacheKib;
        }
    }

    private Pragmas() {}

    static String url(Target target) {
        return "jdbc:sqlite:" + target.file();
    }

    static SQLiteConfig config(Target target, Role role) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(target.durability().jdbc());
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.enforceForeignKeys(true);
        // No benchmark asks for keys, and the driver would run a query for each insert.
        config.setGetGeneratedKeys(false);
        if (target.tuned()) {
            config.setOpenMode(SQLiteOpenMode.NOMUTEX);
            config.resetOpenMode(SQLiteOpenMode.FULLMUTEX);
            config.setCacheSize(-role.cacheKib);
            config.setJournalSizeLimit(JOURNAL_SIZE_LIMIT);
        }
        return config;
    }

    static Properties properties(Target target, Role role) {
        return config(target, role).toProperties();
    }

    static Connection open(Target target, Role role) throws SQLException {
        return open(target, config(target, role));
    }

    static Connection open(Target target, SQLiteConfig config) throws SQLException {
        Connection connection = DriverManager.getConnection(url(target), config.toProperties());
        setCheckpoints(connection, target);
        return connection;
    }

    /** Switches checkpoints off if the target wants none. */
    private static void setCheckpoints(Connection connection, Target target) throws SQLException {
        if (!target.checkpoints()) {
            Tables.text(connection, "PRAGMA wal_autocheckpoint=0");
        }
    }
}
