package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.operation.SlowOperations;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.LogCapture;
import io.asyncsqlite.testing.WriterGate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages and log lines are short, hold no data, and break no line of a log, whatever the texts are. */
@Timeout(60)
class MessageTests {

    private static final int REST = 700;
    private static final String SECRET = "s3cret";

    @TempDir
    Path directory;

    private static void checkMessage(Throwable failure) {
        assertThat(failure).isInstanceOf(SqliteException.class);
        assertThat(failure.getMessage()).hasSizeLessThan(2 * Excerpt.MAX_LENGTH + REST);
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(SECRET).hasSizeLessThan(40_000);
    }

    private static void checkLog(LogCapture log) {
        assertThat(log.messages())
                .isNotEmpty()
                .allSatisfy(message ->
                        assertThat(message).doesNotContain(SECRET).hasSizeLessThan(Excerpt.MAX_LENGTH + REST));
    }

    /** A script of 5 MB full of literals. */
    private static String script(String end) {
        StringBuilder script = new StringBuilder("CREATE TABLE t(k, v);\n");
        String value = SECRET.repeat(20);
        while (script.length() < 5_000_000) {
            script.append("INSERT INTO t VALUES (")
                    .append(script.length())
                    .append(", '")
                    .append(value)
                    .append("');\n");
        }
        return script + end;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO nowhere VALUES ('s3cret')",
                "INSERT INTO t VALUES ('s3cret' 's3cret')",
                "INSERT INTO t VALUES ('s3cret",
                "INSERT INTO t VALUES (0s3cret)",
                "COMMIT",
                "VACUUM",
                "SELECT ?",
            })
    void aScriptOfFiveMegabytesFailsInFewWords(String end) throws Exception {
        String script = script(end);
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("m.db"))) {
            Throwable failure = failureOf(db.executeScript(script));

            checkMessage(failure);
            assertThat(((SqliteException) failure).sql()).isIn(end, script);
        }
    }

    @Test
    void aSlowScriptIsLoggedInFewWords() throws Exception {
        try (LogCapture log = new LogCapture(SlowOperations.class);
                AsyncSqlite db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("m.db"))
                        .slowOperationTime(Duration.ofNanos(1))
                        .build())) {
            await(db.executeScript(script("")));

            checkLog(log);
        }
    }

    @Test
    void aScriptThatHasNoTimeFailsInFewWords() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("m.db"))) {
            CompletableFuture<Void> late = WriterGate.whileHeld(db, () -> {
                CompletableFuture<Void> script =
                        db.withTimeout(Duration.ofMillis(1)).executeScript(script(""));
                assertThat(script).failsWithin(Duration.ofSeconds(20));
                return script;
            });

            checkMessage(failureOf(late));
        }
    }

    @Test
    void longStatementsOfEveryKindFailInFewWords() throws Exception {
        String columns = "abcdefgh, ".repeat(5_000);
        String select = "SELECT " + columns + " '" + SECRET + "' FROM t";
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("m.db"));
                AsyncConnection connection = await(db.connect())) {
            await(db.execute("CREATE TABLE t(k)"));
            List<CompletableFuture<?>> failing = new ArrayList<>(List.of(
                    db.query(select).list(),
                    db.query(select, 1).list(),
                    db.query(
                                    select + " WHERE k = :k",
                                    Map.of(SECRET.replace('s', 'x').repeat(1_000), 1))
                            .list(),
                    db.executeMany(select, List.of()),
                    db.read(reader -> reader.query("INSERT INTO t VALUES ('" + SECRET + "')")
                            .list()),
                    db.inTransaction(
                            TransactionMode.READ_ONLY,
                            transaction -> transaction.execute("DELETE FROM t WHERE k = '" + SECRET + "'")),
                    connection.cursor(select),
                    db.execute("PRAGMA \"" + "x".repeat(10_000) + "\"=1"),
                    db.query("SELECT :a, ?, " + "?, ".repeat(10_000) + "1").list(),
                    db.query("SELECT 1, '" + SECRET + "' FROM t").one()));
            for (CompletableFuture<?> future : failing) {
                checkMessage(failureOf(future));
            }
            assertThat(((SqliteException) failureOf(failing.get(0))).sql()).isEqualTo(select);
        }
    }

    @Test
    void theOneWhoHoldsTheWriterIsDescribedInFewWords() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("m.db"))) {
            CompletableFuture<Void> holder = db.executeScript("PRAGMA user_version=1;" + script(Endless.SELECT));
            CompletableFuture<WriteResult> late =
                    db.withTimeout(Duration.ofMillis(500)).execute("CREATE TABLE u(k)");

            Throwable failure = failureOf(late);
            holder.cancel(true);

            assertThat(failure).isInstanceOf(OperationTimeoutException.class);
            checkMessage(failure);
        }
    }

    @Test
    void namesOfAHostileFileBreakNoLine() throws Exception {
        Path file = directory.resolve("hostile.db");
        String name = "a\nERROR\u001b[31m\u202e\u2028" + "x".repeat(100_000);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE \"" + name + "\"(\"" + name + "\" UNIQUE)");
            statement.execute("CREATE VIEW v AS SELECT * FROM \"" + name + "\" JOIN \"no" + name + "\"");
        }
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            await(db.execute("INSERT INTO \"" + name + "\" VALUES (1)"));
            List<CompletableFuture<?>> failing = List.of(
                    db.query("SELECT * FROM v").list(),
                    db.execute("INSERT INTO \"" + name + "\" VALUES (1)"),
                    db.query("SELECT * FROM \"" + name + "\"")
                            .map(row -> row.getLong("missing"))
                            .list());
            for (CompletableFuture<?> future : failing) {
                Throwable failure = failureOf(future);
                checkMessage(failure);
                StringWriter trace = new StringWriter();
                failure.printStackTrace(new PrintWriter(trace));
                assertThat(trace.toString()).doesNotContain("\nERROR", "\u001b", "\u202e", "\u2028");
            }
        }
    }
}
