package io.asyncsqlite.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The maximum of sqlite-jdbc for a caller that has all rows at hand: one transaction, one prepared statement. */
@SuppressWarnings("NullAway.Init")
public class HandBatchedInserts extends InsertState {

    /** Rows of a transaction: enough that its single commit hardly counts. */
    static final int ROWS = 65_536;

    private Connection connection;
    private PreparedStatement statement;

    @Override
    void open(Path file) throws SQLException {
        connection = Jdbc.open(file);
        connection.setAutoCommit(false);
        statement = connection.prepareStatement(INSERT);
    }

    @Override
    String pragma(String name) throws SQLException {
        return Jdbc.pragma(connection, name);
    }

    final void next() throws SQLException {
        long rows = 0;
        for (int k = 0; k < ROWS; k++) {
            statement.setInt(1, k);
            statement.setString(2, body(k));
            rows += statement.executeUpdate();
        }
        connection.commit();
        acknowledge(rows);
    }

    @Override
    void close() throws SQLException {
        connection.close();
    }
}
