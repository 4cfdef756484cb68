package io.asyncsqlite.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;

/**
 * The loops of {@code loops.c}, compiled on this machine and loaded into a connection of sqlite-jdbc: so C calls the same copy of
 * SQLite, set up in the same way, as all other contenders.
 */
final class CProgram {

    /** The method of a benchmark class that runs a loop of C. */
    static final String METHOD = "c";

    private static final String SOURCE = "loops.c";

    private CProgram() {}

    /**
     * Compiles the loops into a directory.
     *
     * @throws IOException if that is not possible here; the message says why
     */
    static Path compile(Path directory) throws IOException {
        Path source = directory.resolve(SOURCE);
        try (InputStream in = CProgram.class.getResourceAsStream("/" + SOURCE)) {
            Files.write(source, Objects.requireNonNull(in, SOURCE).readAllBytes());
        }
        Path library = directory.resolve("loops.so");
        try {
            gcc("-O2", "-shared", "-fPIC", "-o", library.toString(), source.toString());
        } finally {
            Files.delete(source);
        }
        return library;
    }

    /** Returns the version of the compiler. */
    static String compiler() {
        try {
            return gcc("-dumpfullversion").strip();
        } catch (IOException e) {
            return "missing";
        }
    }

    private static String gcc(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = "gcc";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("gcc cannot compile the loops: " + output);
            }
        } catch (InterruptedException e) {
            process.destroy();
            throw new IOException("interrupted while gcc was running", e);
        }
        return output;
    }

    /** Opens a database as {@link Jdbc#open} does, with the loops as SQL functions. */
    static Connection open(Path file, Path library) throws SQLException {
        Properties properties = Jdbc.properties();
        properties.setProperty("enable_load_extension", "true");
        Connection connection = DriverManager.getConnection(Jdbc.url(file), properties);
        try (PreparedStatement load = connection.prepareStatement("SELECT load_extension(?)")) {
            load.setString(1, library.toString());
            load.executeQuery().close();
        }
        return connection;
    }

    /** Runs a loop, given as a query of one integer. */
    static long run(PreparedStatement loop) throws SQLException {
        try (ResultSet result = loop.executeQuery()) {
            return result.getLong(1);
        }
    }
}
