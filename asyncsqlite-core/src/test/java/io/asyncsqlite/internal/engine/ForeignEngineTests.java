package io.asyncsqlite.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asyncsqlite.ResultCode;
import io.asyncsqlite.internal.engine.OpenRequest.Access;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Features of the foreign engine only, and the checks that protect native code. */
@EnabledIfSystemProperty(
        named = TestEngine.PROPERTY,
        matches = "foreign",
        disabledReason = "the foreign engine is in the jar, for JDK 22 and newer")
@Timeout(60)
class ForeignEngineTests extends EngineContract {

    private static final Object[] NONE = {};

    ForeignEngineTests() {
        super(Engine.foreign());
    }

    @Test
    void aClosedStatementIsRefused() throws EngineException {
        EngineStatement statement = connection.prepare("SELECT 1");
        statement.execute(NONE);
        statement.close();

        for (ThrowingCallable call : uses(statement)) {
            assertMisuse(call, "the statement is closed");
        }
        statement.reset();
        statement.close();
    }

    @Test
    void aClosedConnectionIsRefused() throws EngineException {
        EngineStatement statement = connection.prepare("SELECT 1");
        statement.execute(NONE);
        connection.close();

        uses(statement).forEach(call -> assertMisuse(call, "the connection is closed"));
        uses(connection).forEach(call -> assertMisuse(call, "the connection is closed"));
        connection.close();
    }

    @Test
    void anotherThreadIsRefused() throws Exception {
        EngineStatement statement = connection.prepare("SELECT 1 UNION ALL SELECT 2");
        statement.execute(NONE);
        List<ThrowingCallable> calls = new ArrayList<>(uses(statement));
        calls.addAll(uses(connection));
        calls.addAll(List.of(statement::reset, statement::close, connection::close));

        for (ThrowingCallable call : calls) {
            assertThat(onAnotherThread(call))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(Thread.currentThread().getName());
        }
        assertThat(statement.fetch(9, new ArrayList<>())).isFalse();
    }

    @Test
    void progressHandlerCannotUseTheConnection() throws EngineException {
        EngineStatement other = connection.prepare("SELECT 1");
        List<ThrowingCallable> calls = new ArrayList<>(uses(other));
        calls.addAll(uses(connection));
        calls.addAll(List.of(other::close, connection::close));
        for (ThrowingCallable call : calls) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            connection.onProgress(1_000, () -> {
                failure.set(catchThrowable(call));
                return true;
            });
            assertThatThrownBy(() -> rows(ENDLESS)).isInstanceOf(EngineException.class);
            assertThat(failure.get()).isInstanceOf(IllegalStateException.class);
        }
        connection.onProgress(1_000, () -> false);
        assertThat(other.execute(NONE)).isTrue();
    }

    @Test
    void rowsAreReadOnlyWhereTheyAre() throws EngineException {
        try (EngineStatement statement = connection.prepare("SELECT 1")) {
            assertMisuse(() -> statement.fetch(1, new ArrayList<>()), "no row is there");
            assertThat(statement.execute(NONE)).isTrue();
            assertThat(statement.fetch(1, new ArrayList<>())).isFalse();
            assertMisuse(() -> statement.fetch(1, new ArrayList<>()), "no row is there");
        }
    }

    @Test
    void aRunningStatementIsNotBoundAgain() throws EngineException {
        try (EngineStatement statement = connection.prepare("SELECT ? UNION ALL SELECT 2")) {
            assertThat(statement.execute(new Object[] {1L})).isTrue();
            assertMisuse(() -> statement.execute(new Object[] {2L}), "bad parameter or other API misuse");
            assertThat(statement.execute(new Object[] {2L})).isTrue();
        }
    }

    @Test
    void wrongValuesAreRefused() throws EngineException {
        try (EngineStatement statement = connection.prepare("SELECT ?, ?")) {
            assertThatThrownBy(() -> statement.execute(new Object[1])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> statement.execute(new Object[3])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> statement.execute(new Object[] {1L, 1}))
                    .isInstanceOf(IllegalArgumentException.class);
            statement.reset();
            assertThat(statement.execute(new Object[] {1L, 2L})).isTrue();
        }
    }

    @Test
    void textWithoutAStatementOrWithNulIsRefused() {
        assertMisuse(() -> connection.prepare(" -- nothing"), "the text holds no statement");
        assertMisuse(() -> connection.prepare(""), "the text holds no statement");
        assertThatThrownBy(() -> connection.prepare("SELECT 1\0 FROM t")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> connection.executeScript("DELETE FROM t\0 WHERE k = 1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textIsReadInAnEncodingChosenAfterTheOpening() throws EngineException {
        connection.close();
        connection = engine.open(new OpenRequest(null, false, attempts -> false));
        connection.executeScript("PRAGMA encoding = 'UTF-16be'; CREATE TABLE t(body); INSERT INTO t VALUES ('Zwölf')");
        run("INSERT INTO t VALUES (?)", "dreiz\0hn €");

        assertThat(rows("SELECT body FROM t")).containsExactly(List.of("Zwölf"), List.of("dreiz\0hn €"));
    }

    @Test
    void failureHasThePlaceOfTheError() {
        EngineException failure = catchThrowableOfType(
                EngineException.class, () -> connection.prepare("SELECT 'ä\uD83E\uDD4A', nope FROM t"));
        assertThat(failure.offset()).isEqualTo(14);
        assertThat(failure).hasMessage("no such column: nope");
    }

    @Test
    void strictSqlTakesNoMisspeltColumnInDoubleQuotesForAString() throws EngineException {
        openStrictly();
        for (String sql : List.of(
                "SELECT \"nope\" FROM t", "CREATE INDEX i ON t(\"nope\")", "DELETE FROM t WHERE k = \"nope\"")) {
            assertThatThrownBy(() -> connection.prepare(sql)).hasMessageContaining("no such column: \"nope\"");
        }
    }

    @Test
    void strictSqlRefusesWhatCouldCorruptTheFile() throws EngineException {
        openStrictly();
        assertThatThrownBy(() -> connection.executeScript("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema"))
                .hasMessage("table sqlite_master may not be modified");
    }

    private void openStrictly() throws EngineException {
        connection.close();
        connection = engine.open(new OpenRequest(null, Access.READ_WRITE, true, attempts -> false));
        connection.executeScript("CREATE TABLE t(k INTEGER, body TEXT)");
    }

    @Test
    void sqliteTellsWhatWrites() throws EngineException {
        for (String sql : List.of(
                "SELECT k FROM t",
                "VALUES (1)",
                "WITH n AS (SELECT 1) SELECT * FROM n",
                "PRAGMA user_version",
                "EXPLAIN INSERT INTO t VALUES (1, 2)",
                "EXPLAIN QUERY PLAN DELETE FROM t")) {
            assertKnownToWrite(sql, false);
        }
        for (String sql : List.of(
                "INSERT INTO t VALUES (1, 2)",
                "WITH n AS (SELECT 1) INSERT INTO t SELECT 1, 2 FROM n",
                "DELETE FROM t RETURNING k",
                "CREATE TABLE u(v)",
                "PRAGMA user_version = 1",
                "VACUUM")) {
            assertKnownToWrite(sql, true);
        }
    }

    @Test
    void sqliteKnowsEveryCounter() throws EngineException {
        for (Counter counter : Counter.values()) {
            assertThat(connection.counter(counter)).as(counter.name()).isNotNegative();
        }
        assertThat(connection.counter(Counter.SCHEMA_USED)).isPositive();
        assertThat(connection.counter(Counter.STMT_USED)).isPositive();
    }

    private void assertKnownToWrite(String sql, boolean writes) throws EngineException {
        try (EngineStatement statement = connection.prepare(sql)) {
            assertThat(statement.isKnownToWrite()).as(sql).isEqualTo(writes);
        }
    }

    @Test
    void anAuthorizerThatThrowsDenies() throws EngineException {
        connection.onAuthorize((action, first, second, database, source) -> {
            throw new AssertionError("expected");
        });
        assertThatThrownBy(() -> rows("SELECT 1")).hasMessage("not authorized");
        connection.onAuthorize(null);
        assertThat(rows("SELECT 1")).containsExactly(List.of(1L));
    }

    @Test
    void anAuthorizerCannotUseTheConnection() throws EngineException {
        List<ThrowingCallable> calls = new ArrayList<>(uses(connection));
        calls.add(connection::close);
        for (ThrowingCallable call : calls) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            connection.onAuthorize((action, first, second, database, source) -> {
                failure.set(catchThrowable(call));
                return AuthorizationQuestion.ALLOW;
            });
            rows("SELECT 1");
            assertThat(failure.get()).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aTraceCannotUseTheConnection() throws EngineException {
        List<ThrowingCallable> calls = new ArrayList<>(uses(connection));
        calls.add(connection::close);
        List<Throwable> failures = new ArrayList<>();
        connection.onTrace(new TraceListener() {
            @Override
            public void started(String sql) {
                calls.forEach(call -> failures.add(catchThrowable(call)));
                throw new AssertionError("expected");
            }

            @Override
            public void finished(Run run) {
                calls.forEach(call -> failures.add(catchThrowable(call)));
                throw new AssertionError("expected");
            }
        });
        assertThat(rows("SELECT 1")).containsExactly(List.of(1L));
        assertThat(failures).hasSize(2 * calls.size()).allMatch(IllegalStateException.class::isInstance);
    }

    @Test
    void aBlobIsReadAndWrittenInPlace() throws EngineException {
        byte[] content = new byte[200_000];
        new Random(7).nextBytes(content);
        run("INSERT INTO t VALUES (1, zeroblob(200000))");
        connection.begin(BeginMode.IMMEDIATE);
        try (EngineBlob blob = connection.openBlob("main", "t", "body", 1, true)) {
            blob.write(0, content);
            blob.write(200_000, new byte[0]);
        }
        connection.commit();
        try (EngineBlob blob = connection.openBlob("main", "t", "body", 1, false)) {
            byte[] target = new byte[200_002];
            blob.read(0, target, 1, 200_000);
            assertThat(Arrays.copyOfRange(target, 1, 200_001)).isEqualTo(content);
            assertThat(target[0]).isZero();
            assertThat(target[200_001]).isZero();
        }
    }

    @Test
    void bytesOutsideABlobOrItsTargetAreRefused() throws EngineException {
        try (EngineBlob blob = writableBlobOfTwoBytes()) {
            byte[] target = new byte[2];
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> blob.read(-1, target, 0, 1),
                    () -> blob.read(1, target, 0, 2),
                    () -> blob.read(Integer.MAX_VALUE, target, 0, 1),
                    () -> blob.read(0, target, 1, 2),
                    () -> blob.read(0, target, -1, 1),
                    () -> blob.read(0, target, 0, -1),
                    () -> blob.write(1, target),
                    () -> blob.write(-1, target))) {
                assertThatThrownBy(call).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
        connection.rollback();
    }

    @Test
    void aBlobIsWrittenInATransaction() throws EngineException {
        run("INSERT INTO t VALUES (1, x'0000')");
        assertMisuse(() -> connection.openBlob("main", "t", "body", 1, true), "a blob is written in a transaction");
    }

    @Test
    void aBlobWhoseRowWasChangedIsAborted() throws EngineException {
        try (EngineBlob blob = writableBlobOfTwoBytes()) {
            run("UPDATE t SET k = 2");
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> blob.read(0, new byte[0], 0, 0),
                    () -> blob.read(0, new byte[1], 0, 1),
                    () -> blob.write(0, new byte[1]))) {
                assertThatThrownBy(call)
                        .isInstanceOfSatisfying(
                                EngineException.class,
                                failure -> assertThat(failure.primaryCode()).isEqualTo(ResultCode.ABORT));
            }
        }
        connection.rollback();
    }

    @Test
    void aClosedBlobIsRefusedAndSoIsAnotherThread() throws Exception {
        EngineBlob blob = writableBlobOfTwoBytes();
        List<ThrowingCallable> uses = List.of(() -> blob.read(0, new byte[1], 0, 1), () -> blob.write(0, new byte[1]));
        for (ThrowingCallable use : uses) {
            assertThat(onAnotherThread(use)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(onAnotherThread(blob::close)).isInstanceOf(IllegalStateException.class);
        blob.close();
        blob.close();

        uses.forEach(use -> assertMisuse(use, "the blob is closed"));
        connection.rollback();
    }

    @Test
    void theConnectionClosesItsBlobs() throws EngineException {
        EngineBlob blob = writableBlobOfTwoBytes();

        connection.close();

        assertMisuse(() -> blob.read(0, new byte[1], 0, 1), "the connection is closed");
        blob.close();
    }

    private EngineBlob writableBlobOfTwoBytes() throws EngineException {
        run("INSERT INTO t VALUES (1, x'0102')");
        connection.begin(BeginMode.IMMEDIATE);
        return connection.openBlob("main", "t", "body", 1, true);
    }

    @Test
    void theConnectionClosesWithAnAuthorizer() throws EngineException {
        connection.prepare("SELECT 1");
        connection.onAuthorize((action, first, second, database, source) -> AuthorizationQuestion.DENY);
        connection.close();
    }

    private List<ThrowingCallable> uses(EngineStatement statement) {
        return List.of(
                () -> statement.execute(NONE),
                () -> statement.fetch(1, new ArrayList<>()),
                statement::columnNames,
                statement::declaredTypes);
    }

    private static List<ThrowingCallable> uses(EngineConnection connection) {
        return List.of(
                () -> connection.prepare("SELECT 1"),
                () -> connection.executeScript("SELECT 1"),
                () -> connection.begin(BeginMode.IMMEDIATE),
                connection::commit,
                connection::rollback,
                connection::inTransaction,
                () -> connection.onProgress(1, () -> false),
                () -> connection.onAuthorize(null),
                () -> connection.onTrace(null),
                () -> connection.counter(Counter.CACHE_HIT),
                () -> connection.openBlob("main", "t", "body", 1, false),
                connection::changes,
                connection::lastInsertRowid);
    }

    private static void assertMisuse(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EngineException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ResultCode.MISUSE))
                .hasMessage(message);
    }

    private static Throwable onAnotherThread(ThrowingCallable call) throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread = new Thread(() -> failure.complete(catchThrowable(call)));
        thread.setDaemon(true);
        thread.start();
        return failure.get(10, TimeUnit.SECONDS);
    }
}
