package io.asyncsqlite.benchmarks.client;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables, and the statements of their works: the same for every client of SQLite. */
public final class Tables {

    /** Accounts that transactions move. */
    public static final int ACCOUNTS = 1_000;

    /** The text of the row that a transaction inserts. */
    static final String MOVED = "moved";

    static final String T = "CREATE TABLE t(id INTEGER PRIMARY KEY, k INTEGER NOT NULL, body TEXT NOT NULL)";
    static final String ACCOUNT = "CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER NOT NULL)";
    static final String INSERT = "INSERT INTO t(k, body) VALUES (?, ?)";
    static final String BALANCE = "SELECT balance FROM account WHERE id = ?";
    static final String SET_BALANCE = "UPDATE account SET balance = ? WHERE id = ?";

    private Tables() {}

    /** Creates the file in WAL mode with all tables, and its first items. */
    public static void create(Path file, int items) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            for (String sql : List.of(T, ACCOUNT, Item.TABLE)) {
                statement.execute(sql);
            }
            connection.setAutoCommit(false);
            statement.execute(
                    "INSERT INTO account WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < "
                            + (ACCOUNTS - 1) + ") SELECT i, 0 FROM n");
            Item.insert(connection, items);
            connection.commit();
        }
    }

    /** Adds a table {@code filler} of rows of 1,000 random bytes. */
    public static void fill(Path file, int rows) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE filler(id INTEGER PRIMARY KEY, v BLOB NOT NULL)");
            statement.execute(
                    "INSERT INTO filler WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                            + rows + ") SELECT i, randomblob(1000) FROM n");
        }
    }

    /** Runs a query of one integer on a connection of its own. */
    public static long ask(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.getLong(1);
        }
    }

    /** Runs a query of one text. */
    static String text(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            return result.getString(1);
        }
    }
}
