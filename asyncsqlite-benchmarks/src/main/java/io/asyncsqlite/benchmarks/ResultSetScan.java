package io.asyncsqlite.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** sqlite-jdbc on one thread: {@link ResultSet#getObject(int)} for each column, as mappers do. */
@SuppressWarnings("NullAway.Init")
public class ResultSetScan extends ScanState {

    private Connection connection;
    private PreparedStatement statement;

    @Override
    void open(Path file) throws SQLException {
        connection = Jdbc.open(file);
        statement = connection.prepareStatement(Item.SELECT);
    }

    @Override
    long scan() throws SQLException {
        long sum = 0;
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                sum += item(result).sum();
            }
        }
        return sum;
    }

    private static Item item(ResultSet result) throws SQLException {
        return new Item(
                ((Number) result.getObject(1)).longValue(),
                (String) result.getObject(2),
                (Double) result.getObject(3),
                (String) result.getObject(4));
    }

    @Override
    void close() throws SQLException {
        connection.close();
    }
}
