package io.asyncsqlite.benchmarks.client;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.sqlite.SQLiteErrorCode;

/**
 * The works on one connection of sqlite-jdbc. Statements are prepared when they are needed first, and kept as long as the connection.
 * Closing it closes the connection.
 */
final class JdbcWork implements Session {

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    /** Takes a connection that autocommits, or that only reads. */
    JdbcWork(Connection connection) {
        this.connection = connection;
    }

    /** Tells whether SQLite gave up waiting for a lock: the statement has done nothing. */
    static boolean isBusy(SQLException e) {
        return e.getErrorCode() == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    @Override
    public void insert(int k, String body) throws SQLException {
        PreparedStatement insert = prepared(Tables.INSERT);
        insert.setInt(1, k);
        insert.setString(2, body);
        insert.executeUpdate();
    }

    @Override
    public Item item(long id) throws SQLException {
        PreparedStatement select = prepared(Item.SELECT_ONE);
        select.setLong(1, id);
        try (ResultSet rows = select.executeQuery()) {
            rows.next();
            return Item.read(rows);
        }
    }

    // By statements. The driver's transaction mode runs BEGIN IMMEDIATE in setAutoCommit(false) and again in commit().
    // So it takes the lock twice, a caller cannot tell a busy BEGIN from a failed COMMIT, and after a busy BEGIN the
    // connection no longer autocommits.
    @Override
    public void transaction(int number) throws SQLException {
        prepared("BEGIN IMMEDIATE").execute();
        try {
            move(number % Tables.ACCOUNTS);
            prepared("COMMIT").execute();
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    private void move(int account) throws SQLException {
        PreparedStatement update = prepared(Tables.SET_BALANCE);
        update.setLong(1, balance(account) + 1);
        update.setInt(2, account);
        update.executeUpdate();
        insert(account, Tables.MOVED);
    }

    private long balance(int account) throws SQLException {
        PreparedStatement select = prepared(Tables.BALANCE);
        select.setInt(1, account);
        try (ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void rollBack(Exception reason) {
        try {
            prepared("ROLLBACK").execute();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
