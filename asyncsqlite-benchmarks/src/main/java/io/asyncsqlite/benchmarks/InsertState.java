package io.asyncsqlite.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A fresh database file for one trial. Checks at the start that commits are durable, by reading the pragmas back on a
 * connection of the rival itself, and at the end that the file holds as many rows as inserts were acknowledged.
 */
@State(Scope.Benchmark)
// JMH calls the @Setup method before anything else.
@SuppressWarnings("NullAway.Init")
public abstract class InsertState {

    static final String INSERT = "INSERT INTO t(k, body) VALUES (?, ?)";

    private static final String[] BODIES =
            IntStream.range(0, 1024).mapToObj("a text, number %05d"::formatted).toArray(String[]::new);

    /** Where the database is created; empty means the build directory. */
    @Param("")
    public String directory;

    private final LongAdder acknowledged = new LongAdder();
    private Path folder;

    abstract void open(Path file) throws SQLException;

    abstract String pragma(String name) throws SQLException;

    abstract void close() throws SQLException;

    static String body(int k) {
        return BODIES[k & (BODIES.length - 1)];
    }

    final void acknowledge(long rows) {
        acknowledged.add(rows);
    }

    /** Creates the table and opens the rival on it. */
    @Setup(Level.Trial)
    public void setUp() throws IOException, SQLException {
        folder = Files.createTempDirectory(parent(), "inserts");
        if (Disk.inMemory(folder)) {
            System.out.println(Disk.describe(folder));
        }
        try (Connection connection = Jdbc.open(file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t(id INTEGER PRIMARY KEY, k INTEGER NOT NULL, body TEXT NOT NULL)");
        }
        open(file());
        requirePragma("journal_mode", "wal");
        requirePragma("synchronous", "2");
    }

    /** Closes the rival, counts the rows and deletes the database. */
    @TearDown(Level.Trial)
    public void tearDown() throws IOException, SQLException {
        close();
        long rows = rows();
        deleteFolder();
        if (rows != acknowledged.sum()) {
            throw new IllegalStateException("Acknowledged " + acknowledged.sum() + " inserts, found " + rows + " rows");
        }
    }

    private Path parent() throws IOException {
        Path parent = directory.isEmpty() ? Disk.buildDirectory() : Path.of(directory);
        return Files.createDirectories(parent);
    }

    private Path file() {
        return folder.resolve("inserts.db");
    }

    private void requirePragma(String name, String expected) throws SQLException {
        String actual = pragma(name);
        if (!actual.equals(expected)) {
            throw new IllegalStateException("PRAGMA " + name + " must be " + expected + ", was " + actual);
        }
    }

    private long rows() throws SQLException {
        try (Connection connection = Jdbc.open(file());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM t")) {
            return result.getLong(1);
        }
    }

    private void deleteFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
