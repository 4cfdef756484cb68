package io.asyncsqlite.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.openjdk.jmh.annotations.Param;

/** A loop in C with {@code sqlite3_bind_*} and {@code sqlite3_step} in one transaction, which makes the same rows itself. */
@SuppressWarnings("NullAway.Init")
public class CMany extends ManyState {

    /** The compiled loops. */
    @Param("")
    public String library;

    private Connection connection;

    @Override
    void open(Path file) throws SQLException {
        connection = CProgram.open(file, Path.of(library));
    }

    @Override
    String pragma(String name) throws SQLException {
        return Jdbc.pragma(connection, name);
    }

    @Override
    long insert(List<Item> items) throws SQLException {
        try (PreparedStatement loop = connection.prepareStatement("SELECT c_many(?, ?)")) {
            loop.setString(1, Item.INSERT);
            loop.setInt(2, items.size());
            return CProgram.run(loop);
        }
    }

    @Override
    void close() throws SQLException {
        connection.close();
    }
}
