package io.asyncsqlite.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A database file for one contender. */
@State(Scope.Benchmark)
// JMH calls the methods for set-up before anything else.
@SuppressWarnings("NullAway.Init")
public abstract class DatabaseState {

    /** Where the database is created; empty means the build directory. */
    @Param("")
    public String directory;

    private Path folder;

    /** Makes tables and rows. */
    abstract void prepare(Connection connection) throws SQLException;

    abstract void open(Path file) throws SQLException, IOException;

    abstract void close() throws SQLException;

    final void create() throws IOException, SQLException {
        folder = Files.createTempDirectory(parent(), "database");
        if (Disk.inMemory(folder)) {
            System.out.println(Disk.describe(folder));
        }
        try (Connection connection = Jdbc.open(file())) {
            prepare(connection);
        }
        open(file());
    }

    final void delete() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** Runs a query of one integer on a connection of its own. */
    final long ask(String sql) throws SQLException {
        try (Connection connection = Jdbc.open(file());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.getLong(1);
        }
    }

    private Path parent() throws IOException {
        Path parent = directory.isEmpty() ? Disk.buildDirectory() : Path.of(directory);
        return Files.createDirectories(parent);
    }

    private Path file() {
        return folder.resolve("benchmark.db");
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
