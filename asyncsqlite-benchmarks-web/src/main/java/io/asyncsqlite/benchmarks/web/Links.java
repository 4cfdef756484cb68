package io.asyncsqlite.benchmarks.web;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.migration.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file of links that an application serves, in a directory of its own. */
final class Links {

    /** The path of the link that is followed. */
    static final String CODE = "/abcdefg";

    private static final String FILE = "shortlinks.db";

    private Links() {}

    /** Makes a directory with a file of one link. */
    static Path directory(Path parent) throws IOException {
        Path directory = Files.createTempDirectory(parent, "web-load-");
        prepare(file(directory));
        return directory;
    }

    static Path file(Path directory) {
        return directory.resolve(FILE);
    }

    /** Makes the tables and one link. */
    static void prepare(Path file) {
        try (AsyncSqlite database = AsyncSqlite.open(file)) {
            Migrations.builder()
                    .resources(
                            Links.class, "/db", "001-links.sql", "002-counts.sql", "003-search.sql", "004-targets.sql")
                    .build()
                    .run(database)
                    .join();
            database.execute(
                            "INSERT INTO link (code, url, created_at) VALUES ('abcdefg', 'https://example.org/', CURRENT_TIMESTAMP)")
                    .join();
        }
    }

    /** Every answered click must be in the file; those whose answer wrk did not wait for may be there, too. */
    static void check(Path file, long answered) {
        try (AsyncSqlite database = AsyncSqlite.open(file)) {
            long stored = database.query("SELECT count(*) FROM click")
                    .mapTo(Long.class)
                    .one()
                    .join();
            if (stored < answered) {
                throw new IllegalStateException(answered + " clicks were answered, " + stored + " are stored");
            }
        }
    }

    static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        Files.deleteIfExists(directory.resolve("backups"));
        Files.delete(directory);
    }
}
