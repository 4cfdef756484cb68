package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.internal.engine.TestEngine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both engines take the schemas that other programs made, as far as the options trust them. */
@Timeout(60)
class SchemaTrustTests {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void createElsewhere() throws Exception {
        file = directory.resolve("app.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TABLE t(k, body DEFAULT \"none\")");
            statement.execute("INSERT INTO t(k) VALUES (1), (3)");
            statement.execute("CREATE VIEW quoted AS SELECT k, \"text\" AS v FROM t");
            statement.execute(
                    "CREATE TRIGGER tt AFTER INSERT ON t BEGIN UPDATE t SET body = \"set\" WHERE k = new.k; END");
            statement.execute("CREATE VIEW deviation AS SELECT stdev(k) AS v FROM t");
        }
    }

    @Test
    void stringsInDoubleQuotesAreThoseOfSqliteOnBothEngines() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            assertThat(await(
                            db.query("SELECT v FROM quoted").mapTo(String.class).list()))
                    .containsExactly("text", "text");
            await(db.execute("INSERT INTO t(k) VALUES (5)"));
            assertThat(await(db.query("SELECT body FROM t WHERE k = 5")
                            .mapTo(String.class)
                            .one()))
                    .isEqualTo("set");
            await(db.execute("ALTER TABLE t RENAME COLUMN body TO content"));
            await(db.execute("VACUUM"));
            await(db.execute("VACUUM INTO ?", directory.resolve("copy.db").toString()));
            assertThat(await(db.query("SELECT \"misspelt\"").mapTo(String.class).one()))
                    .isEqualTo("misspelt");
        }
    }

    @Test
    void strictSqlIsKeptOrRefused() throws Exception {
        SqliteOptions options = SqliteOptions.file(file).strictSql(true).build();
        if (!TestEngine.isForeign()) {
            DatabaseOpenException failure =
                    catchThrowableOfType(DatabaseOpenException.class, () -> AsyncSqlite.open(options));
            assertThat(failure.reason()).isEqualTo(Reason.NO_FOREIGN_ENGINE);
            assertThat(failure).hasMessageContaining("the foreign engine is needed for strict SQL");
            return;
        }
        try (AsyncSqlite db = AsyncSqlite.open(options);
                AsyncConnection connection = await(db.connect())) {
            for (AsyncOperations each : new AsyncOperations[] {db, connection}) {
                assertThat(failureOf(each.query("SELECT \"misspelt\"").list()))
                        .hasMessageContaining("no such column: \"misspelt\"");
            }
        }
    }

    @Test
    void functionsOfTheDriverInTheSchemaNeedTrust() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            assertThat(failureOf(db.query("SELECT v FROM deviation").list()))
                    .isInstanceOf(StatementException.class)
                    .hasMessageStartingWith("unsafe use of stdev(), which SqliteOptions.trustedSchema allows");
            assertThat(await(db.query("SELECT stdev(k) FROM t")
                            .mapTo(Double.class)
                            .one()))
                    .isPositive();
        }
        try (AsyncSqlite db = AsyncSqlite.open(
                        SqliteOptions.file(file).trustedSchema(true).build());
                AsyncConnection connection = await(db.connect())) {
            for (AsyncOperations each : new AsyncOperations[] {db, connection}) {
                assertThat(await(each.query("SELECT v FROM deviation")
                                .mapTo(Double.class)
                                .first()))
                        .isEqualTo(Optional.of(Math.sqrt(2)));
            }
        }
    }
}
