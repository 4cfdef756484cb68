package io.asyncsqlite.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Param;

/** The ceiling: a loop in C with one prepared statement in one transaction. */
@SuppressWarnings("NullAway.Init")
public class CInserts extends InsertState {

    /** The compiled loops. */
    @Param("")
    public String library;

    private Connection connection;
    private PreparedStatement loop;

    @Override
    void open(Path file) throws SQLException {
        connection = CProgram.open(file, Path.of(library));
        loop = connection.prepareStatement("SELECT c_insert(?, ?)");
        loop.setString(1, INSERT);
        loop.setInt(2, HandBatchedInserts.ROWS);
    }

    @Override
    String pragma(String name) throws SQLException {
        return Jdbc.pragma(connection, name);
    }

    final void next() throws SQLException {
        acknowledge(CProgram.run(loop));
    }

    @Override
    void close() throws SQLException {
        connection.close();
    }
}
