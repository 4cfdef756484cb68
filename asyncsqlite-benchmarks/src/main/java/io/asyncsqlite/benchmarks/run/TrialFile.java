package io.asyncsqlite.benchmarks.run;

import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.benchmarks.client.Client;
import io.asyncsqlite.benchmarks.client.Tables;
import io.asyncsqlite.benchmarks.client.Target;
import io.asyncsqlite.benchmarks.plan.Contender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The database of a trial, in a directory of its own.
 *
 * @param path the file
 */
record TrialFile(Path path) {

    /**
     * Creates it with all tables.
     *
     * @param directory where its directory is made
     * @param items how many items it has
     */
    static TrialFile create(Path directory, int items) throws Exception {
        Path file = Files.createTempDirectory(Files.createDirectories(directory), "database")
                .resolve("benchmark.db");
        Tables.create(file, items);
        return new TrialFile(file);
    }

    /** Returns a file beside it. */
    Path beside(String name) {
        return path.resolveSibling(name);
    }

    /**
     * Opens a client, and asks it whether it is as durable as it must be.
     *
     * @param checkpoints whether SQLite takes its log back as usual
     * @param items how many items the table has, for clients with a database of their own
     */
    Client open(Contender contender, boolean checkpoints, int items) throws Exception {
        EngineChoice engine = contender.engine();
        Client client = contender
                .client()
                .open(new Target(
                        path,
                        engine == null ? EngineChoice.AUTO : engine,
                        contender.durability(),
                        contender.tuned(),
                        checkpoints,
                        items));
        if (contender.client().usesSqlite()) {
            require(client, "journal_mode", "wal");
            require(client, "synchronous", contender.durability().pragma());
        }
        return client;
    }

    private static void require(Client client, String pragma, String expected) throws Exception {
        String actual = client.pragma(pragma);
        if (!actual.equals(expected)) {
            throw new IllegalStateException("PRAGMA " + pragma + " must be " + expected + ", was " + actual);
        }
    }

    /** Returns how many rows a table has. */
    long count(String table) throws Exception {
        return Tables.ask(path, "SELECT count(*) FROM " + table);
    }

    /** Deletes it with its directory. */
    void delete() throws IOException {
        Path folder = Objects.requireNonNull(path.getParent());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(folder);
    }
}
