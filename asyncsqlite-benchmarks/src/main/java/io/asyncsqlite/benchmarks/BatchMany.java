package io.asyncsqlite.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** sqlite-jdbc: one {@link PreparedStatement#executeBatch()} and a commit. */
@SuppressWarnings("NullAway.Init")
public class BatchMany extends ManyState {

    private Connection connection;

    @Override
    void open(Path file) throws SQLException {
        connection = Jdbc.open(file);
        connection.setAutoCommit(false);
    }

    @Override
    String pragma(String name) throws SQLException {
        return Jdbc.pragma(connection, name);
    }

    @Override
    long insert(List<Item> items) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(Item.INSERT)) {
            for (Item item : items) {
                item.bind(insert);
                insert.addBatch();
            }
            int[] updated = insert.executeBatch();
            connection.commit();
            return Arrays.stream(updated).asLongStream().sum();
        }
    }

    @Override
    void close() throws SQLException {
        connection.close();
    }
}
