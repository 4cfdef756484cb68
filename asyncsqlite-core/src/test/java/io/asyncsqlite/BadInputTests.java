package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.testing.Threads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Misuse: a typed exception, nothing run, nothing lost, no thread left behind. */
@Timeout(60)
class BadInputTests {

    @TempDir
    Path directory;

    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(directory.resolve("input.db"));
        await(db.execute("CREATE TABLE t(k INTEGER)"));
        await(db.execute("INSERT INTO t VALUES (1)"));
    }

    @AfterEach
    void nothingRan() throws Exception {
        assertThat(await(db.query("SELECT k FROM t").mapTo(Long.class).list())).containsExactly(1L);
        db.close();
    }

    @Test
    void refusesTextsThatAreNotOneOperation() throws Exception {
        for (String sql : List.of(
                "",
                " -- nothing",
                "DELETE FROM t; DELETE FROM t",
                "DELETE FROM t WHERE 1\0 AND k = 2",
                "BEGIN",
                "COMMIT",
                "ROLLBACK",
                "SAVEPOINT a",
                "RELEASE a",
                "END")) {
            refused(db.execute(sql), InvalidStatementException.class);
            refused(db.query(sql).list(), InvalidStatementException.class);
            refused(db.executeMany(sql, List.of(List.of())), InvalidStatementException.class);
            refused(db.write(connection -> connection.execute(sql)), InvalidStatementException.class);
            refused(db.inTransaction(tx -> tx.execute(sql)), InvalidStatementException.class);
        }
        for (String script : List.of(
                "", "DELETE FROM t; COMMIT", "DELETE FROM t; VACUUM", "DELETE FROM t WHERE k = ?", "DELETE FROM t\0")) {
            refused(db.executeScript(script), InvalidStatementException.class);
        }
        refused(db.executeMany("SELECT 1", List.of(List.of())), InvalidStatementException.class);
    }

    @Test
    void refusesWhatATransactionCannotHold() throws Exception {
        for (String sql : List.of("VACUUM", "ATTACH 'x.db' AS x", "DETACH x", "PRAGMA foreign_keys = OFF")) {
            refused(db.write(connection -> connection.execute(sql)), InvalidStatementException.class);
            refused(db.inTransaction(tx -> tx.execute(sql)), InvalidStatementException.class);
            refused(db.inTransaction(tx -> tx.query(sql).list()), InvalidStatementException.class);
        }
        assertThat(Files.exists(Path.of("x.db"))).isFalse();
    }

    @Test
    void refusesValuesThatDoNotFitTheParameters() throws Exception {
        parameterRefused(db.execute("INSERT INTO t VALUES (?)"), "Needs 1 values, has 0");
        parameterRefused(db.execute("INSERT INTO t VALUES (?)", 1, 2), "Needs 1 values, has 2");
        parameterRefused(db.execute("DELETE FROM t", 1), "Needs 0 values, has 1");
        parameterRefused(db.execute("INSERT INTO t VALUES (:k)", 1), "need one Map, record");
        parameterRefused(db.execute("INSERT INTO t VALUES (:k)"), "need one Map, record");
        parameterRefused(db.execute("INSERT INTO t VALUES (:k)", Map.of("j", 1, "k", 2)), "No parameter is named [j]");
        parameterRefused(db.execute("INSERT INTO t VALUES (:k)", Map.of()), "No value for parameter 'k'");
        parameterRefused(db.execute("INSERT INTO t VALUES (?)", Map.of("k", 1)), "no codec for java.util");
        parameterRefused(
                db.execute("INSERT INTO t VALUES (:k)", Map.of("k", new Object())),
                "Parameter 'k': no codec for java.lang.Object");
        parameterRefused(
                db.executeMany("INSERT INTO t VALUES (?)", List.of(List.of(1), List.of())), "Needs 1 values, has 0");
        parameterRefused(
                db.executeMany("INSERT INTO t VALUES (?)", List.of(new Object())),
                "must be an array, list, map, record");
        assertThatThrownBy(() -> db.execute("DELETE FROM t", (Object[]) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("write (Object) null");
    }

    @Test
    void exceptionOfTheCallersRowsArrivesInTheFuture() throws Exception {
        Iterable<List<Integer>> broken = () -> {
            throw new IllegalStateException("no rows today");
        };

        assertThat(failureOf(db.executeMany("INSERT INTO t VALUES (?)", broken)))
                .hasMessage("no rows today");
    }

    @Test
    void failureQuotesSqliteOnBadSql() throws Exception {
        assertThat(failureOf(db.execute("INSERT INTO nowhere VALUES (1)")))
                .isInstanceOfSatisfying(StatementException.class, failure -> {
                    assertThat(failure.code().primary()).isEqualTo(1);
                    assertThat(failure)
                            .hasMessageContaining("no such table: nowhere (SQLITE_ERROR) in database 'input.db'")
                            .hasMessageContaining("[INSERT INTO nowhere VALUES (?)]");
                });
        assertThat(failureOf(db.query("SELEC 1").list())).hasMessageContaining("near \"SELEC\": syntax error");
    }

    @Test
    void duplicatesDifferFromOtherViolations() throws Exception {
        await(db.executeScript("CREATE TABLE u(id INTEGER PRIMARY KEY, code TEXT UNIQUE, k INTEGER NOT NULL);"
                + "CREATE TABLE w(a, b, PRIMARY KEY (a, b)) WITHOUT ROWID;"
                + "INSERT INTO u VALUES (1, 'a', 1); INSERT INTO w VALUES (1, 1)"));

        for (String duplicate : List.of(
                "INSERT INTO u VALUES (1, 'b', 1)",
                "INSERT INTO u VALUES (2, 'a', 1)",
                "INSERT INTO w VALUES (1, 1)")) {
            assertThat(failureOf(db.execute(duplicate)))
                    .isInstanceOfSatisfying(
                            ConstraintException.class,
                            failure -> assertThat(failure.isUniqueViolation()).isTrue());
        }
        assertThat(failureOf(db.execute("INSERT INTO u VALUES (3, 'c', NULL)")))
                .isInstanceOfSatisfying(
                        ConstraintException.class,
                        failure -> assertThat(failure.isUniqueViolation()).isFalse());
    }

    @Test
    void refusesDirectoriesThatDoNotExist() {
        openRefused(directory.resolve("missing").resolve("x.db"), "the directory does not exist");
        assertThat(directory.resolve("missing")).doesNotExist();
    }

    @Test
    void refusesADirectory() {
        openRefused(directory, "the path is a directory");
    }

    @Test
    void refusesAFileThatIsNotADatabase() throws Exception {
        Path file =
                Files.writeString(directory.resolve("letter.txt"), "Dear reader, this is no database. ".repeat(100));

        assertThatThrownBy(() -> AsyncSqlite.open(file))
                .isInstanceOfSatisfying(
                        DatabaseOpenException.class,
                        failure -> assertThat(failure.code()).hasToString("SQLITE_NOTADB"))
                .hasMessageContaining("file is not a database");
        assertThat(Threads.of("letter.txt")).isEmpty();
        assertThat(file).content().startsWith("Dear reader");
    }

    @Test
    void refusesPathsThatTheDriverWouldReadAsSettings() {
        openRefused(directory.resolve("x.db?enable_load_extension=true"), "must not contain control characters or '?'");
        openRefused(directory.resolve("x\n.db"), "must not contain control characters");
    }

    @Test
    void aResourceUrlIsAPathLikeAnyOther() {
        openRefused(Path.of(":resource:http://127.0.0.1:1/x.db"), "the directory does not exist");
    }

    @Test
    void refusesOptionsOutOfRange() {
        SqliteOptions.Builder builder = SqliteOptions.memory();
        assertThatThrownBy(() -> builder.queueCapacity(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("queueCapacity must be from 1 to 10000000, was 0");
        builder.queueCapacity(1);
        assertThatThrownBy(() -> builder.readers(65).build()).hasMessage("readers must be from 1 to 64, was 65");
        builder.readers(1);
        assertThatThrownBy(() -> builder.busyTimeout(Duration.ofSeconds(-1)).build())
                .hasMessage("busyTimeout must be from 0 to 24 days, was -1000 ms");
        builder.busyTimeout(Duration.ZERO);
        assertThatThrownBy(() -> builder.transactionTimeout(Duration.ZERO).build())
                .hasMessage("transactionTimeout must be more than 0 and at most 365 days, was 0 ms");
        assertThatThrownBy(() -> SqliteOptions.memory().name(" ").build()).hasMessage("name must not be blank");
        assertThatThrownBy(() -> SqliteOptions.memory().queueBytes(0).build())
                .hasMessage("queueBytes must be from 1 to 137438953472 (128 GiB), was 0");
    }

    private void refused(Future<?> future, Class<? extends SqliteException> type) throws Exception {
        assertThat(failureOf(future))
                .isInstanceOf(type)
                .satisfies(failure ->
                        assertThat(((SqliteException) failure).outcome()).isEqualTo(Outcome.NOT_EXECUTED));
    }

    private void parameterRefused(Future<?> future, String message) throws Exception {
        refused(future, InvalidParameterException.class);
        assertThat(failureOf(future))
                .hasMessageContaining(message)
                .hasMessageContaining("the operation was not executed");
    }

    private static void openRefused(Path file, String reason) {
        assertThatThrownBy(() -> AsyncSqlite.open(file))
                .isInstanceOf(DatabaseOpenException.class)
                .hasMessageContaining(reason);
        assertThat(Threads.of(String.valueOf(file.getFileName()))).isEmpty();
    }
}
