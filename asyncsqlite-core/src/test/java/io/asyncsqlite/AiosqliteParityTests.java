package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.Authorizer.Decision;
import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.engine.Engine;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.TestEngine;
import io.asyncsqlite.internal.session.ConnectionHandle;
import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.LogCapture;
import io.asyncsqlite.testing.SingleThread;
import io.asyncsqlite.testing.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The behaviours that the test suite of aiosqlite 0.22.1 checks, in its order, written in Java.
 *
 * @see <a href="https://github.com/omnilib/aiosqlite/blob/v0.22.1/aiosqlite/tests/smoke.py">tests/smoke.py</a>
 */
@Timeout(60)
class AiosqliteParityTests {

    @TempDir
    Path directory;

    private AsyncSqlite db;
    private AsyncConnection connection;

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(directory.resolve("app.db"));
        connection = await(db.connect());
        await(connection.execute("CREATE TABLE t(i INTEGER PRIMARY KEY, k INTEGER)"));
    }

    @AfterEach
    void close() {
        db.close();
        assertThat(Threads.of("app.db")).isEmpty();
    }

    @Test
    void connectCanBeWaitedFor() throws Exception {
        AsyncConnection another = db.connect().join();

        assertThat(await(another.execute("INSERT INTO t(k) VALUES (1)")).rowsUpdated())
                .isEqualTo(1);
        another.close();
    }

    @Test
    void connectIsScoped() throws Exception {
        AsyncConnection escaped;
        try (AsyncConnection scoped = await(db.connect())) {
            escaped = scoped;
            assertThat(await(scoped.execute("INSERT INTO t(k) VALUES (1)")).lastInsertRowid())
                    .isEqualTo(1);
        }
        assertThat(failureOf(escaped.execute("DELETE FROM t"))).isInstanceOf(ConnectionClosedException.class);
    }

    @Test
    void pathsMayHoldSpacesAndAnyLetters() throws Exception {
        for (Path file : List.of(
                directory.resolve("with space.db"),
                directory.resolve("größe-数据.db"),
                Path.of("").toAbsolutePath().relativize(directory.resolve("relative.db")))) {
            try (AsyncSqlite there = AsyncSqlite.open(file);
                    AsyncConnection each = await(there.connect())) {
                await(each.execute("CREATE TABLE x(y)"));
                assertThat(file).exists();
            }
        }
    }

    @Test
    void tenConnectionsInsertConcurrently() throws Exception {
        List<CompletableFuture<WriteResult>> inserts = new ArrayList<>();
        for (int c = 0; c < 10; c++) {
            int key = c;
            inserts.add(db.connect()
                    .thenCompose(each -> each.execute("INSERT INTO t(k) VALUES (?)", key)
                            .thenCompose(done -> each.closeAsync().thenApply(closed -> done))));
        }
        for (CompletableFuture<WriteResult> insert : inserts) {
            assertThat(await(insert).rowsUpdated()).isEqualTo(1);
        }

        assertThat(numbers("SELECT k FROM t ORDER BY k")).isEqualTo(range(10));
    }

    @Test
    void tenInsertsRunConcurrentlyOnOneConnection() throws Exception {
        List<CompletableFuture<Cursor>> inserts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            inserts.add(connection.cursor("INSERT INTO t(k) VALUES (?)", i));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(await(inserts.get(i)).lastInsertRowid()).isEqualTo(i + 1);
        }

        assertThat(numbers("SELECT k FROM t ORDER BY i")).isEqualTo(range(10));
    }

    @Test
    void rowsAreIteratedInOrder() throws Exception {
        insert(1_000);

        List<Row> rows = await(Collector.collect(await(connection.cursor("SELECT k FROM t ORDER BY i")).stream()));

        assertThat(rows.stream().map(row -> row.getLong("k"))).isEqualTo(range(1_000));
    }

    @Test
    void fourThreadsUseOneConnection() throws Exception {
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            for (int i = 0; i < 4; i++) {
                int key = i;
                threads.add(CompletableFuture.runAsync(
                        () -> {
                            for (int n = 0; n < 25; n++) {
                                connection
                                        .execute("INSERT INTO t(k) VALUES (?)", key)
                                        .join();
                            }
                        },
                        pool));
            }
            for (CompletableFuture<Void> thread : threads) {
                await(thread);
            }
        } finally {
            pool.shutdown();
        }

        assertThat(numbers("SELECT count(*) FROM t GROUP BY k")).containsExactly(25L, 25L, 25L, 25L);
    }

    @Test
    void cursorsAreScoped() throws Exception {
        insert(1_000);
        Cursor escaped;
        try (Cursor cursor = await(connection.cursor("SELECT k FROM t"))) {
            escaped = cursor;
            assertThat(await(cursor.fetchOne())).isPresent();
        }
        assertThat(failureOf(escaped.fetchOne())).isInstanceOf(CursorClosedException.class);
    }

    @Test
    void executingReturnsItsCursor() throws Exception {
        Cursor insert = await(connection.cursor("INSERT INTO t(k) VALUES (1), (2), (3)"));
        assertThat(insert.rowsUpdated()).isEqualTo(3);
        assertThat(insert.lastInsertRowid()).isEqualTo(3);

        Cursor select = await(connection.cursor("SELECT k AS key FROM t WHERE k > :least", Map.of("least", 1)));
        assertThat(select.columnNames()).containsExactly("key");
        assertThat(await(select.fetchMany(5))).hasSize(2);
    }

    @Test
    void propertiesTellTheStateOfTheConnection() throws Exception {
        assertThat(connection.inTransaction()).isFalse();
        assertThat(await(connection.totalChanges())).isZero();
        await(connection.begin());
        await(connection.execute("INSERT INTO t(k) VALUES (1)"));
        assertThat(connection.inTransaction()).isTrue();
        assertThat(await(connection.totalChanges())).isEqualTo(1);
        await(connection.commit());
        assertThat(connection.inTransaction()).isFalse();

        // Instead of a row factory and a text factory:
        record Entry(long i, long k) {}
        assertThat(await(connection
                        .query("SELECT i, k FROM t")
                        .mapTo(Entry.class)
                        .one()))
                .isEqualTo(new Entry(1, 1));
        assertThat(await(connection.query("SELECT CAST('é' AS BLOB)").one()).getBytes(0))
                .containsExactly(0xc3, 0xa9);
    }

    @Test
    void allRowsAreFetchedInOneHop() throws Exception {
        insert(3);

        assertThat(await(connection.query("SELECT k FROM t").list())).hasSize(3);
        assertThat(await(await(connection.cursor("SELECT k FROM t")).fetchAll()))
                .hasSize(3);
        assertThat(await(connection.execute("INSERT INTO t(k) VALUES (9)")).lastInsertRowid())
                .isEqualTo(4);
    }

    @Test
    void interruptAbortsTheRunningQuery() throws Exception {
        CompletableFuture<List<Row>> endless = connection.query(Endless.SELECT).list();
        Endless.untilRunning("connection-1", "app.db");

        connection.interrupt();

        assertThat(failureOf(endless)).isInstanceOf(StatementException.class).hasMessageContaining("SQLITE_INTERRUPT");
    }

    @Test
    @EnabledIfSystemProperty(
            named = TestEngine.PROPERTY,
            matches = "foreign",
            disabledReason = "only the foreign engine traces statements")
    void theTraceSeesSql() throws Exception {
        List<String> seen = new ArrayList<>();
        await(connection.setTrace(new StatementTrace() {
            @Override
            public void started(String sql) {
                seen.add(sql);
            }
        }));

        await(connection.execute("INSERT INTO t(k) VALUES (?)", 42));

        assertThat(seen).contains("INSERT INTO t(k) VALUES (?)");
    }

    @Test
    @EnabledIfSystemProperty(
            named = TestEngine.PROPERTY,
            matches = "foreign",
            disabledReason = "only the foreign engine asks an authorizer")
    void theAuthorizerDeniesADropAndThenAllowsIt() throws Exception {
        await(connection.setAuthorizer(
                request -> request.action() == Authorizer.Action.DROP_TABLE ? Decision.DENY : Decision.ALLOW));
        assertThat(failureOf(connection.execute("DROP TABLE t")))
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("not authorized");

        await(connection.setAuthorizer(null));

        await(connection.execute("DROP TABLE t"));
    }

    @Test
    @EnabledIfSystemProperty(
            named = TestEngine.PROPERTY,
            matches = "foreign",
            disabledReason = "only the foreign engine asks an authorizer")
    void anAuthorizerThatThrowsDenies() throws Exception {
        await(connection.setAuthorizer(request -> {
            throw new IllegalStateException("expected");
        }));

        assertThat(failureOf(connection.query("SELECT k FROM t").list()))
                .isInstanceOf(StatementException.class)
                .hasRootCauseMessage("expected");
    }

    @Test
    void aBadPathIsAnError() {
        assertThatThrownBy(() -> AsyncSqlite.open(directory.resolve("missing").resolve("bad.db")))
                .isInstanceOf(DatabaseOpenException.class)
                .hasMessageContaining("bad.db");
        assertThat(Threads.of("bad.db")).isEmpty();
    }

    @Test
    void aConnectionThatCannotBeOpenedLeavesNoThread() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        Engine failing = request -> {
            if (opened.getAndIncrement() > 0) {
                throw new EngineException(ResultCode.IOERR, "told to fail");
            }
            return Engine.jni().open(request);
        };
        SqliteOptions options =
                SqliteOptions.file(directory.resolve("failing.db")).build();
        try (AsyncSqlite there = DatabaseHandle.open(options, failing)) {
            assertThat(failureOf(there.connect()))
                    .isInstanceOf(DatabaseOpenException.class)
                    .hasMessageContaining("told to fail");
            while (Threads.of("failing.db").stream()
                    .anyMatch(thread -> thread.getName().contains("connection"))) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aCursorAfterCloseFailsEachTime() throws Exception {
        connection.close();

        for (int i = 0; i < 2; i++) {
            assertThat(failureOf(connection.cursor("SELECT 1"))).isInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void fetchesEndWhenTheConnectionClosesAmongThem() throws Exception {
        insert(1_000);
        Cursor cursor = await(connection.cursor("SELECT k FROM t ORDER BY i"));
        List<CompletableFuture<Optional<Row>>> fetches = new ArrayList<>();
        CompletableFuture<Void> closed = null;
        for (int i = 0; i < 100; i++) {
            if (i == 50) {
                closed = connection.closeAsync();
            }
            fetches.add(cursor.fetchOne());
        }

        await(closed);
        for (int i = 0; i < 50; i++) {
            assertThat(await(fetches.get(i)).orElseThrow().getLong(0)).isEqualTo(i);
            assertThat(failureOf(fetches.get(50 + i))).isInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void closeWaitsForAThousandQueued() throws Exception {
        List<CompletableFuture<WriteResult>> queued = new ArrayList<>();
        await(connection.begin());
        for (int i = 0; i < 1_000; i++) {
            queued.add(connection.execute("INSERT INTO t(k) VALUES (?)", i));
        }
        CompletableFuture<Void> commit = connection.commit();

        connection.close();

        await(commit);
        for (CompletableFuture<WriteResult> insert : queued) {
            assertThat(await(insert).rowsUpdated()).isEqualTo(1);
        }
        assertThat(await(
                        db.query("SELECT k FROM t ORDER BY i").mapTo(Long.class).list()))
                .isEqualTo(range(1_000));
    }

    @Test
    void closingTwiceIsFine() throws Exception {
        connection.close();
        connection.close();
        await(connection.closeAsync());
    }

    @Test
    void aLeakIsAWarning() throws Exception {
        try (LogCapture log = new LogCapture(LeakReports.class)) {
            CompletableFuture<Void> ended = forget();
            while (!ended.isDone()) {
                System.gc();
            }
            log.awaitMessage(
                    "Connection 2 of database 'app.db' became unreachable without being closed, and is closed now;"
                            + " opened here");
        }
    }

    private CompletableFuture<Void> forget() throws Exception {
        return ((ConnectionHandle) await(db.connect())).worker().ended();
    }

    @Test
    void aConnectionThatNobodyClosesStopsWithItsDatabase() throws Exception {
        assertThat(Threads.of("app.db")).anyMatch(thread -> thread.getName().contains("connection-1"));

        db.close();

        assertThat(Threads.of("app.db")).isEmpty();
    }

    @Test
    void closingWorksAfterTheCallersExecutorIsGone() throws Exception {
        ExecutorService callbacks = SingleThread.executor();
        SqliteOptions options = SqliteOptions.file(directory.resolve("orphan.db"))
                .callbackExecutor(callbacks)
                .build();
        try (AsyncSqlite orphan = AsyncSqlite.open(options)) {
            AsyncConnection left = await(orphan.connect());
            callbacks.shutdownNow();

            await(left.closeAsync());
        }
        assertThat(Threads.of("orphan.db")).isEmpty();
    }

    private void insert(int rows) throws Exception {
        await(connection.executeMany(
                "INSERT INTO t(k) VALUES (?)",
                range(rows).stream().map(List::of).toList()));
    }

    private List<Long> numbers(String sql) throws Exception {
        return await(connection.query(sql).mapTo(Long.class).list());
    }

    private static List<Long> range(int end) {
        return LongStream.range(0, end).boxed().toList();
    }
}
