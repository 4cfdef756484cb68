package io.asyncsqlite.examples;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code about long work in docs/operations.md does what it says. */
@Timeout(60)
class MaintenanceRecipesTests {

    @TempDir
    private Path directory;

    @Test
    void recipeRuns() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("app.db"))) {
            await(MaintenanceRecipes.nightly(db));
        }
    }

    @Test
    void filesAreAttached() throws Exception {
        AsyncSqlite.open(directory.resolve("geo.db")).close();
        Path file = directory.resolve("app.db");
        try (AsyncSqlite db = AsyncSqlite.open(MaintenanceRecipes.withAttachedFiles(file, directory))) {
            await(db.execute("CREATE TABLE audit.event(id)"));
            assertThat(await(db.query("SELECT * FROM audit.event").list())).isEmpty();
        }
    }
}
