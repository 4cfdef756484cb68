package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scripts: dumps of the sqlite3 shell, places of errors, all or nothing. */
@Timeout(60)
class ScriptTests {

    private static final String CONTENT =
            "SELECT count(*) || ' ' || total(id) || ' ' || group_concat(hex(body)) FROM note";

    @TempDir
    Path directory;

    private static String dump() throws IOException {
        try (InputStream resource = Objects.requireNonNull(ScriptTests.class.getResourceAsStream("dump.sql"))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private AsyncSqlite open(Place place) {
        return AsyncSqlite.open(place.options(directory).build());
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void aDumpIsLoadedAsOneOperation(Place place) throws Exception {
        try (AsyncSqlite db = open(place)) {
            await(db.executeScript(dump()));

            checkDump(db);
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void aDumpIsLoadedOnAConnection(Place place) throws Exception {
        try (AsyncSqlite db = open(place)) {
            try (AsyncConnection connection = await(db.connect())) {
                await(connection.executeScript(dump()));
                assertThat(await(connection
                                .query("PRAGMA foreign_keys")
                                .mapTo(Long.class)
                                .one()))
                        .isEqualTo(1);
                assertThat(connection.inTransaction()).isFalse();
            }

            checkDump(db);
        }
    }

    private static void checkDump(AsyncSqlite db) throws Exception {
        assertThat(await(db.query("SELECT body FROM note ORDER BY id")
                        .mapTo(String.class)
                        .list()))
                .containsExactly("it's \"one\"; END;", "two\nlines -- no comment", "/* three");
        assertThat(await(db.query("SELECT hex(data) FROM attachment")
                        .mapTo(String.class)
                        .list()))
                .containsExactly("00FF27");
        // The rows of the dump came before those that they refer to, and the trigger was made after them.
        assertThat(await(db.query("SELECT count(*) FROM log").mapTo(Long.class).one()))
                .isZero();
        await(db.execute("INSERT INTO note(body) VALUES ('next')"));
        assertThat(await(db.query("SELECT note FROM log").mapTo(Long.class).list()))
                .containsExactly(42L);
        assertThat(failureOf(db.execute("INSERT INTO attachment VALUES (999, NULL)")))
                .isInstanceOf(ConstraintException.class);
    }

    @Test
    void aDumpThatFailsLeavesNothingAndForeignKeysOn() throws Exception {
        try (AsyncSqlite db = open(Place.WAL_FILE)) {
            String broken = dump().replace("COMMIT;", "INSERT INTO nowhere VALUES('secret');\nCOMMIT;");

            assertThat(failureOf(db.executeScript(broken))).isInstanceOf(StatementException.class);
            assertThat(await(db.query("SELECT count(*) FROM sqlite_schema")
                            .mapTo(Long.class)
                            .one()))
                    .isZero();
            assertThat(await(db.query("PRAGMA foreign_keys").mapTo(Long.class).one()))
                    .isEqualTo(1);
            await(db.executeScript(dump()));
        }
    }

    @Test
    void aDumpCannotBeLoadedInsideATransaction() throws Exception {
        try (AsyncSqlite db = open(Place.WAL_FILE);
                AsyncConnection connection = await(db.connect())) {
            String dump = dump();
            assertThat(failureOf(db.inTransaction(transaction -> transaction.executeScript(dump))))
                    .isInstanceOf(InvalidStatementException.class)
                    .hasMessageContaining("run it on the database");
            await(connection.begin());
            assertThat(failureOf(connection.executeScript("BEGIN; SELECT 1; COMMIT")))
                    .isInstanceOf(InvalidStatementException.class);
            assertThat(connection.inTransaction()).isTrue();
        }
    }

    @Test
    void aDumpOfTheShellIsLoaded() throws Exception {
        Path source = directory.resolve("source.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + source);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE child(n REFERENCES note(id));CREATE TABLE note(id INTEGER PRIMARY"
                    + " KEY AUTOINCREMENT, body);CREATE TRIGGER r AFTER INSERT ON note BEGIN SELECT CASE WHEN 1 THEN ';'"
                    + " END; DELETE FROM child; END;CREATE VIEW v AS SELECT body FROM note;CREATE INDEX i ON"
                    + " note(body);INSERT INTO note(body) VALUES ('it''s'), (x'00ff'), (char(10) || 'END;' || char(13)),"
                    + " ('ü\uD83D\uDE00'), (1e300), (NULL);INSERT INTO child VALUES (1)");
        }
        String dump = shell(source);
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("copy.db"));
                AsyncSqlite original = AsyncSqlite.open(source)) {
            await(db.executeScript(dump));

            assertThat(await(db.query(CONTENT).mapTo(String.class).one()))
                    .isEqualTo(await(original.query(CONTENT).mapTo(String.class).one()));
            assertThat(await(db.query("SELECT n FROM child").mapTo(Long.class).list()))
                    .containsExactly(1L);
            assertThat(await(db.query("SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view', 'index')")
                            .mapTo(Long.class)
                            .one()))
                    .isEqualTo(3);
        }
    }

    private String shell(Path source) throws Exception {
        Path output = directory.resolve("dump.sql");
        Process process;
        try {
            process = new ProcessBuilder("sqlite3", source.toString(), ".dump")
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "the sqlite3 shell is not installed");
            throw e;
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    @ParameterizedTest
    @EnumSource(names = {"WAL_FILE", "MEMORY"})
    void anErrorNamesTheStatementItsLineAndItsText(Place place) throws Exception {
        String statement = "INSERT INTO t\nVALUES ('secret', 1)";
        try (AsyncSqlite db = open(place)) {
            assertThat(failureOf(db.executeScript(
                            "CREATE TABLE t(k);\n\n-- a comment\nSELECT ';';\n" + statement + ";\nSELECT 1")))
                    .isInstanceOfSatisfying(StatementException.class, failure -> {
                        assertThat(failure.sql()).isEqualTo(statement);
                        assertThat(failure)
                                .hasMessageContaining(
                                        "in statement 3 of the script at line 5: the operation was rolled back")
                                .hasMessageEndingWith("[INSERT INTO t VALUES (?, ?)]");
                    });
            assertThat(await(db.query("SELECT count(*) FROM sqlite_schema")
                            .mapTo(Long.class)
                            .one()))
                    .isZero();
        }
    }

    @Test
    void aFailedScriptKeepsWhatItsTransactionDidBefore() throws Exception {
        try (AsyncSqlite db = open(Place.WAL_FILE)) {
            await(db.execute("CREATE TABLE t(k UNIQUE)"));
            await(db.inTransaction(transaction -> transaction
                    .execute("INSERT INTO t VALUES (1)")
                    .thenCompose(done -> transaction
                            .executeScript("INSERT INTO t VALUES (2); INSERT OR FAIL INTO t VALUES (3), (1)")
                            .handle((ignored, failure) -> failure))));

            assertThat(await(db.query("SELECT k FROM t").mapTo(Long.class).list()))
                    .containsExactly(1L);
        }
    }

    @Test
    void aScriptStopsWhenItIsCancelled() throws Exception {
        try (AsyncSqlite db = open(Place.WAL_FILE)) {
            await(db.execute("CREATE TABLE t(k)"));
            CompletableFuture<Void> script =
                    db.executeScript("INSERT INTO t VALUES (1); " + Endless.SELECT + "; INSERT INTO t VALUES (2)");
            CompletableFuture<WriteResult> behind = db.execute("INSERT INTO t VALUES (3)");

            script.cancel(false);

            await(behind);
            assertThat(await(db.query("SELECT k FROM t").mapTo(Long.class).list()))
                    .isEqualTo(List.of(3L));
        }
    }
}
