package io.asyncsqlite.examples;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FunctionsTests {

    @TempDir
    private Path directory;

    @Test
    void theExamplesWork() throws Exception {
        try (AsyncSqlite db = Functions.open(directory.resolve("functions.db"))) {
            assertThat(await(Functions.indexed(db))).isEmpty();
            await(db.execute("INSERT INTO page VALUES ('longer'), ('is'), ('that')"));
            assertThat(await(Functions.byLength(db))).containsExactly("is", "that", "longer");
            await(db.executeScript("CREATE TABLE line(product); INSERT INTO line VALUES (1), (2)"));
            assertThat(await(Functions.later(db, Map.of(1L, 30L, 2L, 12L)))).isEqualTo(42L);
            await(db.define(Functions.window()));
            await(db.define(Functions.slow()));

            assertThat(await(db.query(
                                            "SELECT max(running_sum) FROM (SELECT running_sum(product)"
                                                    + " OVER (ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS running_sum FROM line)")
                                    .one())
                            .getLong(0))
                    .isEqualTo(3);
            assertThat(await(db.query("SELECT length(digest(x'00', 10)) + between_ends(5, 1, 9) + average_age(7)")
                                    .one())
                            .getDouble(0))
                    .isEqualTo(32 + 1 + 7);
        }
    }
}
