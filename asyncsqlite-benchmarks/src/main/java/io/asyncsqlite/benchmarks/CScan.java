package io.asyncsqlite.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Param;

/** A loop in C with {@code sqlite3_step} and {@code sqlite3_column_*}, which keeps nothing. */
@SuppressWarnings("NullAway.Init")
public class CScan extends ScanState {

    /** The compiled loops. */
    @Param("")
    public String library;

    private Connection connection;
    private PreparedStatement loop;

    @Override
    void open(Path file) throws SQLException {
        connection = CProgram.open(file, Path.of(library));
        loop = connection.prepareStatement("SELECT c_scan(?)");
        loop.setString(1, Item.SELECT);
    }

    @Override
    long scan() throws SQLException {
        return CProgram.run(loop);
    }

    @Override
    void close() throws SQLException {
        connection.close();
    }
}
