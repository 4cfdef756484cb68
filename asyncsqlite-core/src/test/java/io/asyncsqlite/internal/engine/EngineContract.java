package io.asyncsqlite.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asyncsqlite.ResultCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What both engines do. */
abstract class EngineContract {

    static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

    final Engine engine;
    EngineConnection connection;

    EngineContract(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void open() throws EngineException {
        connection = engine.open(new OpenRequest(null, false, attempts -> false));
        connection.executeScript("CREATE TABLE t(k INTEGER UNIQUE, body)");
    }

    @AfterEach
    void close() throws EngineException {
        connection.close();
    }

    @Test
    void startsInAutocommit() throws EngineException {
        assertThat(connection.inTransaction()).isFalse();
    }

    @Test
    void provesTheTransactionAsOftenAsAskedAndChangesNothing() throws EngineException {
        connection.begin(BeginMode.IMMEDIATE);
        run("INSERT INTO t VALUES (1, 'x')");
        for (int i = 0; i < 3; i++) {
            assertThat(connection.inTransaction()).isTrue();
        }
        connection.commit();
        for (int i = 0; i < 3; i++) {
            assertThat(connection.inTransaction()).isFalse();
        }
        assertThat(rows("SELECT count(*) FROM t")).containsExactly(List.of(1L));
    }

    @Test
    void noticesThatSqliteEndedTheTransaction() throws EngineException {
        run("INSERT INTO t VALUES (1, 'x')");
        connection.begin(BeginMode.IMMEDIATE);
        assertThatThrownBy(() -> run("INSERT OR ROLLBACK INTO t VALUES (1, 'y')"))
                .isInstanceOf(EngineException.class);

        assertThat(connection.inTransaction()).isFalse();
    }

    @Test
    void aFailedCommitLeavesTheControlStatementsUsable() throws EngineException {
        connection.executeScript("PRAGMA foreign_keys = ON;"
                + "CREATE TABLE child(p REFERENCES parent(id) DEFERRABLE INITIALLY DEFERRED);"
                + "CREATE TABLE parent(id INTEGER PRIMARY KEY)");
        for (int i = 0; i < 3; i++) {
            connection.begin(BeginMode.IMMEDIATE);
            run("INSERT INTO child VALUES (42)");
            EngineException failure = catchThrowableOfType(EngineException.class, () -> connection.commit());
            assertThat(failure.code()).isEqualTo(787);
            assertThat(failure.primaryCode()).isEqualTo(ResultCode.CONSTRAINT);
            assertThat(failure).hasMessage("FOREIGN KEY constraint failed");
            assertThat(connection.inTransaction()).isTrue();
            connection.rollback();
        }
    }

    @Test
    void countsNoChangesAfterAStatementThatWasUndone() throws EngineException {
        run("INSERT INTO t VALUES (1, 'x'), (2, 'y')");
        assertThat(connection.changes()).isEqualTo(2);
        assertThatThrownBy(() -> run("INSERT INTO t VALUES (3, 'x'), (1, 'y')")).isInstanceOf(EngineException.class);
        assertThat(connection.changes()).isZero();
        assertThatThrownBy(() -> run("INSERT OR FAIL INTO t VALUES (3, 'x'), (1, 'y')"))
                .isInstanceOf(EngineException.class);
        assertThat(connection.changes()).isEqualTo(1);
    }

    @Test
    void engineReadsEveryStorageClassInChunks() throws EngineException {
        try (EngineStatement statement = connection.prepare(
                "SELECT 1, 2.5, 'ä\uD83E\uDD4A', x'00ff', NULL, '', x'' FROM (VALUES (1), (2), (3))")) {
            List<Object[]> rows = new ArrayList<>();
            assertThat(statement.execute(new Object[0])).isTrue();
            assertThat(statement.fetch(2, rows)).isTrue();
            assertThat(rows).hasSize(2);
            assertThat(statement.fetch(2, rows)).isFalse();
            assertThat(rows)
                    .hasSize(3)
                    .allSatisfy(row -> assertThat(row)
                            .containsExactly(1L, 2.5, "ä\uD83E\uDD4A", new byte[] {0, -1}, null, "", new byte[0]));
        }
    }

    @Test
    void engineReadsTextOfAUtf16Database(@TempDir Path directory) throws EngineException {
        OpenRequest request = new OpenRequest(TestEngine.newFile(directory, "utf16.db"), false, attempts -> false);
        try (EngineConnection creator = engine.open(request)) {
            creator.executeScript("PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(body); INSERT INTO t VALUES ('Zwölf')");
        }
        connection.close();
        connection = engine.open(request);

        assertThat(rows("SELECT body FROM t")).containsExactly(List.of("Zwölf"));
    }

    @Test
    void aSnapshotEndsWithTheReset() throws EngineException {
        run("INSERT INTO t VALUES (1, 'x'), (2, 'y')");
        try (EngineStatement statement = connection.prepare("SELECT k FROM t")) {
            assertThat(statement.execute(new Object[0])).isTrue();
            assertThatThrownBy(() -> connection.executeScript("DROP TABLE t"))
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            failure -> assertThat(failure.primaryCode()).isEqualTo(6));

            statement.reset();

            connection.executeScript("DROP TABLE t");
        }
    }

    @Test
    void aClosedConnectionIsNotTakenForAnOpenTransaction() throws EngineException {
        EngineConnection other = engine.open(new OpenRequest(null, false, attempts -> false));
        other.close();

        assertThatThrownBy(other::inTransaction).isInstanceOf(EngineException.class);
    }

    @Test
    void extensionsCannotBeLoaded() {
        assertThatThrownBy(() -> rows("SELECT load_extension('x')")).hasMessageContaining("not authorized");
    }

    @Test
    void engineKeepsEveryValueAsItIs() throws EngineException {
        for (Object value : Arrays.asList(
                0L,
                -1L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                -0.0,
                Double.MIN_VALUE,
                Double.NEGATIVE_INFINITY,
                "",
                "\0",
                "a\0b\0",
                "ä€\uD83E\uDD4A",
                "x".repeat(8_191) + "€",
                "€".repeat(100_000),
                new byte[0],
                new byte[] {0, -1, 0},
                new byte[8_192],
                new byte[8_193],
                new byte[1_000_000])) {
            List<Object> row = rows("SELECT ?1, typeof(?1), length(CAST(?1 AS BLOB))", value)
                    .get(0);
            assertThat(row.get(0)).isEqualTo(value);
            assertThat(row.get(1)).isEqualTo(typeOf(value));
            if (!(value instanceof Number)) {
                assertThat(row.get(2)).isEqualTo(length(value));
            }
        }
    }

    @Test
    void storesNullAndNotANumberAsNull() throws EngineException {
        assertThat(rows("SELECT ?, ?", null, Double.NaN)).containsExactly(Arrays.asList(null, null));
    }

    @Test
    void aBlobOf100MegabytesGoesInAndOut() throws EngineException {
        byte[] large = new byte[100_000_000];
        new Random(1).nextBytes(large);
        run("INSERT INTO t VALUES (1, ?)", large);

        assertThat((byte[]) rows("SELECT body FROM t").get(0).get(0)).isEqualTo(large);
    }

    @Test
    void aTextOf100MegabytesGoesInAndOut() throws EngineException {
        String large = "zw\u00F6lf\uD83E\uDD4Ax".repeat(10_000_000);
        run("INSERT INTO t VALUES (1, ?)", large);

        assertThat(large.equals(rows("SELECT body FROM t").get(0).get(0))).isTrue();
    }

    @Test
    void refusesAValueThatIsTooLargeAndGoesOn() throws EngineException {
        run("CREATE TABLE copies(body)");
        assertThatThrownBy(() -> run("SELECT zeroblob(2000000000)"))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        failure -> assertThat(failure.code()).isEqualTo(18))
                .hasMessage("string or blob too big");
        assertThat(rows("SELECT 1")).containsExactly(List.of(1L));
    }

    @Test
    void valuesAreForgottenWithTheReset() throws EngineException {
        try (EngineStatement statement = connection.prepare("SELECT ?1")) {
            for (Object value : new Object[] {"first", 2L, new byte[] {3}}) {
                List<Object[]> rows = new ArrayList<>();
                assertThat(statement.execute(new Object[] {value})).isTrue();
                assertThat(statement.fetch(1, rows)).isFalse();
                statement.reset();
                statement.reset();
                assertThat(rows.get(0)).containsExactly(value);
            }
        }
    }

    @Test
    void columnNamesFollowTheSchema() throws EngineException {
        run("INSERT INTO t VALUES (1, 'x')");
        try (EngineStatement statement = connection.prepare("SELECT * FROM t")) {
            assertThat(namesOfARun(statement)).containsExactly("k", "body");
            assertThat(namesOfARun(statement)).containsExactly("k", "body");
            run("ALTER TABLE t ADD COLUMN more");
            assertThat(namesOfARun(statement)).containsExactly("k", "body", "more");
            run("ALTER TABLE t RENAME COLUMN k TO key");
            assertThat(namesOfARun(statement)).containsExactly("key", "body", "more");
        }
    }

    @Test
    void declaredTypesFollowTheSchema() throws EngineException {
        run("CREATE TABLE typed(a INTEGER, b VARCHAR(10) NOT NULL, c, d \"MY Type\" DEFAULT 1)");
        try (EngineStatement statement = connection.prepare("SELECT *, a + 1, rowid, count(*) FROM typed GROUP BY a")) {
            assertThat(typesOfARun(statement))
                    .containsExactly("INTEGER", "VARCHAR(10)", null, "MY Type", null, "INTEGER", null);
            run("ALTER TABLE typed ADD COLUMN e TEXT");
            assertThat(typesOfARun(statement)).hasSize(8).element(4).isEqualTo("TEXT");
            run("DROP TABLE typed");
            run("CREATE TABLE typed(a REAL, b, c, d, e)");
            assertThat(typesOfARun(statement)).startsWith("REAL", null).hasSize(8);
        }
        try (EngineStatement statement = connection.prepare("DELETE FROM t")) {
            assertThat(typesOfARun(statement)).isEmpty();
        }
    }

    private static List<String> typesOfARun(EngineStatement statement) throws EngineException {
        try {
            statement.execute(new Object[0]);
            return statement.declaredTypes();
        } finally {
            statement.reset();
        }
    }

    @Test
    void failureHasTheExtendedCode() {
        assertThatThrownBy(() -> run("INSERT INTO t VALUES (1, 'x'), (1, 'y')"))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ResultCode.CONSTRAINT_UNIQUE))
                .hasMessage("UNIQUE constraint failed: t.k");
    }

    @Test
    void theQuestionStopsWhatRuns() throws EngineException {
        AtomicInteger questions = new AtomicInteger();
        connection.onProgress(1_000, () -> questions.incrementAndGet() == 3);
        assertThatThrownBy(() -> rows(ENDLESS))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ResultCode.INTERRUPT));
        assertThat(questions).hasValue(3);
        connection.onProgress(1_000, () -> false);
        assertThat(rows("SELECT 1")).containsExactly(List.of(1L));
    }

    @Test
    void aQuestionThatThrowsStopsWhatRuns() throws EngineException {
        connection.onProgress(1_000, () -> {
            throw new AssertionError("expected");
        });
        assertThatThrownBy(() -> rows(ENDLESS))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ResultCode.INTERRUPT));
    }

    @Test
    void aLockIsAskedAboutUntilTheAnswerIsNo(@TempDir Path directory) throws EngineException {
        List<Integer> attempts = new ArrayList<>();
        Path file = TestEngine.newFile(directory, "locked.db");
        try (EngineConnection holder = engine.open(new OpenRequest(file, false, attempt -> false));
                EngineConnection other = engine.open(new OpenRequest(file, false, attempt -> {
                    attempts.add(attempt);
                    if (attempt == 4) {
                        throw new IllegalStateException("expected");
                    }
                    return attempt != 2 || attempts.size() > 3;
                }))) {
            holder.begin(BeginMode.IMMEDIATE);
            for (List<Integer> expected : List.of(List.of(0, 1, 2), List.of(0, 1, 2, 0, 1, 2, 3, 4))) {
                assertThatThrownBy(() -> other.begin(BeginMode.IMMEDIATE))
                        .isInstanceOfSatisfying(
                                EngineException.class,
                                failure -> assertThat(failure.primaryCode()).isEqualTo(ResultCode.BUSY));
                assertThat(attempts).isEqualTo(expected);
            }
            holder.rollback();
            other.begin(BeginMode.IMMEDIATE);
            other.rollback();
        }
    }

    @Test
    void closesWithStatementsThatRun(@TempDir Path directory) throws EngineException {
        OpenRequest request = new OpenRequest(TestEngine.newFile(directory, "live.db"), false, attempts -> false);
        EngineConnection live = engine.open(request);
        live.executeScript("CREATE TABLE t(k); INSERT INTO t VALUES (1), (2)");
        EngineStatement running = live.prepare("SELECT k FROM t");
        assertThat(running.execute(new Object[0])).isTrue();
        live.begin(BeginMode.IMMEDIATE);
        EngineStatement idle = live.prepare("INSERT INTO t VALUES (?)");

        live.close();

        assertThat(running.isClosed()).isTrue();
        assertThat(idle.isClosed()).isTrue();
        running.reset();
        running.close();
        live.close();
        assertThat(directory.resolve("live.db-wal")).doesNotExist();
        try (EngineConnection again = engine.open(request)) {
            again.begin(BeginMode.EXCLUSIVE);
            again.rollback();
        }
    }

    private static List<String> namesOfARun(EngineStatement statement) throws EngineException {
        try {
            statement.execute(new Object[0]);
            return statement.columnNames();
        } finally {
            statement.reset();
        }
    }

    private static String typeOf(Object value) {
        if (value instanceof Long) {
            return "integer";
        }
        if (value instanceof Double) {
            return "real";
        }
        return value instanceof String ? "text" : "blob";
    }

    private static long length(Object value) {
        byte[] bytes = value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
        return bytes.length;
    }

    void run(String sql, Object... values) throws EngineException {
        rows(sql, values);
    }

    List<List<Object>> rows(String sql, Object... values) throws EngineException {
        try (EngineStatement statement = connection.prepare(sql)) {
            List<Object[]> rows = new ArrayList<>();
            if (statement.execute(values)) {
                statement.fetch(Integer.MAX_VALUE, rows);
            }
            return rows.stream().map(Arrays::asList).toList();
        }
    }
}
