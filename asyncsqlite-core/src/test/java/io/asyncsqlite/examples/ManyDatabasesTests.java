package io.asyncsqlite.examples;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.migration.Migrations;
import io.asyncsqlite.registry.SqliteRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code in docs/many-databases.md does what it says. */
@Timeout(60)
class ManyDatabasesTests {

    private static final Migrations MIGRATIONS = Migrations.builder()
            .script(1, "notes", "CREATE TABLE note(body TEXT NOT NULL)")
            .build();

    @TempDir
    Path directory;

    @Test
    void customersHaveDatabasesOfTheirOwn() throws Exception {
        Path copy = directory.resolve("moved.db");
        try (SqliteRegistry<String> customers = ManyDatabases.registry(directory, MIGRATIONS)) {
            await(ManyDatabases.write(customers, "acme"));

            assertThat(ManyDatabases.count(customers, "acme")).isEqualTo(1);
            assertThat(ManyDatabases.count(customers, "beta")).isZero();
            await(ManyDatabases.moveOut(customers, "acme", copy));
        }
        AsyncSqlite.restore(copy, directory.resolve("gamma.db"));
        try (SqliteRegistry<String> customers = ManyDatabases.registry(directory, MIGRATIONS)) {
            assertThat(ManyDatabases.count(customers, "gamma")).isEqualTo(1);
        }
    }
}
