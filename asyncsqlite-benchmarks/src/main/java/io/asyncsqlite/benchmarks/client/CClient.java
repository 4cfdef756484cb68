package io.asyncsqlite.benchmarks.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The loops of {@code loops.c}, compiled on this machine and loaded into a connection of sqlite-jdbc: so C calls the same copy of
 * SQLite, with the same settings, as all other clients.
 */
final class CClient implements Client {

    private static final String SOURCE = "loops.c";

    private final Connection connection;

    /** Compiles the loops into a library beside the database, and loads it. */
    CClient(Target target) throws IOException, SQLException {
        // SQLite passes the path to dlopen, which searches for a name without a directory.
        Path library = target.file().toAbsolutePath().resolveSibling("loops.so");
        compile(library);
        connection = open(target);
        try (PreparedStatement load = connection.prepareStatement("SELECT load_extension(?)")) {
            load.setString(1, library.toString());
            load.executeQuery().close();
        }
    }

    /** Returns why the loops cannot be compiled here, or null if they can. */
    static @Nullable String obstacle() {
        try {
            gcc("-fsyntax-only", "-include", "sqlite3ext.h", "-x", "c", "/dev/null");
            return null;
        } catch (IOException e) {
            return "C cannot be compiled: " + e.getMessage();
        }
    }

    private static void compile(Path library) throws IOException {
        Path source = library.resolveSibling(SOURCE);
        try (InputStream in = CClient.class.getResourceAsStream("/" + SOURCE)) {
            Files.write(source, Objects.requireNonNull(in, SOURCE).readAllBytes());
        }
        gcc("-O2", "-shared", "-fPIC", "-o", library.toString(), source.toString());
    }

    private static void gcc(String... arguments) throws IOException {
        List<String> command =
                Stream.concat(Stream.of("gcc"), Stream.of(arguments)).toList();
        Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (gcc.waitFor() != 0) {
                throw new IOException("gcc failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while gcc was running", e);
        }
    }

    private static Connection open(Target target) throws SQLException {
        SQLiteConfig settings = Pragmas.config(target, Pragmas.Role.WRITER);
        settings.enableLoadExtension(true);
        return Pragmas.open(target, settings);
    }

    @Override
    public String pragma(String name) throws SQLException {
        return Tables.text(connection, "PRAGMA " + name);
    }

    /** Adds up what {@link Item#sum()} does, without objects. */
    @Override
    public long scan() throws SQLException {
        try (PreparedStatement loop = connection.prepareStatement("SELECT c_scan(?)")) {
            loop.setString(1, Item.SELECT);
            return run(loop);
        }
    }

    /** Inserts as many items as the list has. C makes them itself: they are those of {@link Item#list}. */
    @Override
    public long batch(List<Item> items) throws SQLException {
        try (PreparedStatement loop = connection.prepareStatement("SELECT c_batch(?, ?)")) {
            loop.setString(1, Item.INSERT);
            loop.setInt(2, items.size());
            return run(loop);
        }
    }

    private static long run(PreparedStatement loop) throws SQLException {
        try (ResultSet result = loop.executeQuery()) {
            return result.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
