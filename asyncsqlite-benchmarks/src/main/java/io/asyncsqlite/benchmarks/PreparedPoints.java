package io.asyncsqlite.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The fastest way of sqlite-jdbc: one thread, one prepared statement, typed getters. */
@SuppressWarnings("NullAway.Init")
public class PreparedPoints extends PointState {

    private Connection connection;
    private PreparedStatement statement;

    @Override
    void open(Path file) throws SQLException {
        connection = Jdbc.open(file);
        statement = connection.prepareStatement(Item.SELECT_ONE);
    }

    final void read() throws SQLException {
        for (int read = 0; read < READS; read++) {
            check(item(key(read)), read);
        }
    }

    private Item item(long id) throws SQLException {
        statement.setLong(1, id);
        try (ResultSet result = statement.executeQuery()) {
            result.next();
            return new Item(result.getLong(1), result.getString(2), result.getDouble(3), result.getString(4));
        }
    }

    @Override
    void close() throws SQLException {
        connection.close();
    }
}
