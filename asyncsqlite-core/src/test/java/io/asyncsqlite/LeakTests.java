package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.query.CursorRows;
import io.asyncsqlite.internal.session.CursorHandle;
import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.LogCapture;
import io.asyncsqlite.testing.Threads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A leak is reported once, with the stack that opened it, and ended. */
@Timeout(60)
class LeakTests extends AppDatabase {

    private LogCapture log;

    @BeforeEach
    void listen() {
        log = new LogCapture(LeakReports.class);
    }

    @AfterEach
    void noMoreReports() {
        assertThat(log.messages()).isEmpty();
        log.close();
    }

    @Test
    void aForgottenConnectionIsReportedAndClosed() throws Exception {
        forgetConnection();

        collectUntil(() -> Threads.of("app.db").stream()
                .noneMatch(thread -> thread.getName().contains("connection")));

        log.awaitMessage(
                "Connection 1 of database 'app.db' became unreachable without being closed, and is closed now; opened"
                        + " here");
        assertThat(log.stackOfLast()).contains("LeakTests.forgetConnection");
        assertThat(await(db.execute("INSERT INTO t VALUES (2)")).rowsUpdated()).isEqualTo(1);
        assertThat(await(db.query("SELECT k FROM t").mapTo(Long.class).list())).containsExactly(2L);
    }

    private void forgetConnection() throws Exception {
        AsyncConnection forgotten = await(db.connect());
        await(forgotten.begin());
        await(forgotten.execute("INSERT INTO t VALUES (1)"));
    }

    @Test
    void aForgottenTransactionIsReportedAndRolledBack() throws Exception {
        CompletableFuture<WriteResult> inside = forgetTransaction();
        CompletableFuture<WriteResult> waiting = db.execute("INSERT INTO t VALUES (2)");

        collectUntil(waiting::isDone);

        log.awaitMessage(
                "The transaction on database 'app.db' became unreachable without being closed, and is closed now;"
                        + " opened here");
        assertThat(log.stackOfLast()).contains("LeakTests.forgetTransaction");
        assertThat(inside).isCompletedWithValue(new WriteResult(1, 1));
        assertThat(await(db.query("SELECT k FROM t").mapTo(Long.class).list())).containsExactly(2L);
    }

    private CompletableFuture<WriteResult> forgetTransaction() throws Exception {
        OpenTransaction forgotten = await(db.begin());
        CompletableFuture<WriteResult> inserted = forgotten.execute("INSERT INTO t VALUES (1)");
        await(inserted);
        return inserted;
    }

    @Test
    void aTransactionThatSomebodyStillWaitsForIsNotForgotten() throws Exception {
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Void> committed = db.begin()
                    .thenCompose(tx -> tx.execute("INSERT INTO t VALUES (1)").thenCompose(inserted -> tx.commit()));
            System.gc();
            await(committed);
        }
    }

    @Test
    void aForgottenDatabaseIsReportedAndClosedAfterWhatItAccepted() throws Exception {
        CompletableFuture<WriteResult> accepted = forgetDatabase();

        collectUntil(() -> Threads.of("forgotten.db").isEmpty());

        log.awaitMessage(
                "Database 'forgotten.db' became unreachable without being closed, and is closed now; opened here");
        assertThat(log.stackOfLast()).contains("LeakTests.forgetDatabase");
        assertThat(await(accepted)).isEqualTo(new WriteResult(0, 0));
        assertThat(directory.resolve("forgotten.db-wal")).doesNotExist();
    }

    private CompletableFuture<WriteResult> forgetDatabase() {
        return AsyncSqlite.open(directory.resolve("forgotten.db")).execute("CREATE TABLE t(k INTEGER)");
    }

    @Test
    void aDatabaseOfWhichAViewOrAConnectionIsUsedIsNotForgotten() throws Exception {
        useViewAndConnection();

        collectUntil(() -> Threads.of("connected.db").isEmpty());
        log.awaitMessage(
                "Database 'connected.db' became unreachable without being closed, and is closed now; opened here");
    }

    private void useViewAndConnection() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        try (AsyncSqlite view = AsyncSqlite.open(directory.resolve("viewed.db")).withTimeout(Duration.ofSeconds(20));
                AsyncConnection connection = await(connectAndForgetDatabase())) {
            watchAndForget(ended);
            collectUntil(() -> ended.get() == 1);

            log.awaitMessage("The last thing became unreachable without being closed, and is closed now; opened here");
            assertThat(await(view.query("SELECT 1").list())).hasSize(1);
            assertThat(await(connection.query("SELECT 1").list())).hasSize(1);
        }
    }

    private CompletableFuture<AsyncConnection> connectAndForgetDatabase() {
        return AsyncSqlite.open(directory.resolve("connected.db")).connect();
    }

    @Test
    void endlessTransactionIsReportedAndRolledBackAtItsAgeLimit() throws Exception {
        try (AsyncSqlite old = AsyncSqlite.open(SqliteOptions.file(directory.resolve("old.db"))
                .transactionTimeout(Duration.ofMillis(50))
                .build())) {
            await(old.execute("CREATE TABLE t(k INTEGER)"));
            CompletableFuture<Void> endless = old.inTransaction(
                    tx -> tx.execute("INSERT INTO t VALUES (1)").thenCompose(result -> new CompletableFuture<>()));

            log.awaitMessage(
                    "The transaction on database 'old.db' was older than transactionTimeout=50 ms: it was rolled back");
            assertThat(log.stackOfLast()).contains("LeakTests.endlessTransactionIsReported");
            assertThat(failureOf(endless)).isInstanceOf(TransactionException.class);
            assertThat(await(old.query("SELECT k FROM t").list())).isEmpty();
        }
    }

    @Test
    void aForgottenCursorIsReportedAndClosedAndItsConnectionIsNot() throws Exception {
        await(db.execute("INSERT INTO t WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 999)"
                + " SELECT i FROM n"));
        try (AsyncConnection connection = await(db.connect())) {
            CursorRows rows = forgetCursor(connection);

            collectUntil(() -> !rows.isRunning());

            log.awaitMessage(
                    "A cursor of Connection 1 of database 'app.db' [SELECT k FROM t] became unreachable without being"
                            + " closed, and is closed now; opened here");
            assertThat(log.stackOfLast()).contains("LeakTests.forgetCursor");
            assertThat(await(connection.query("SELECT 1").list())).hasSize(1);
        }
    }

    private CursorRows forgetCursor(AsyncConnection connection) throws Exception {
        Cursor forgotten = await(connection.cursor("SELECT k FROM t"));
        await(forgotten.fetchOne());
        return ((CursorHandle) forgotten).rows();
    }

    @Test
    void closedOrExhaustedHandleIsNotReported() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        try (AsyncConnection connection = await(db.connect())) {
            await(connection.execute(
                    "INSERT INTO t WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i <"
                            + " 99) SELECT i FROM n"));
            await(connection.cursor("SELECT k FROM t")).close();
            await(await(connection.cursor("SELECT k FROM t")).fetchAll());
            await(connection.cursor("SELECT k FROM t").thenCompose(Cursor::fetchAll));
            await(connection.cursor("SELECT k FROM t WHERE k < 10"));
        }
        watchAndForget(ended);

        collectUntil(() -> ended.get() == 1);

        log.awaitMessage("The last thing became unreachable without being closed, and is closed now; opened here");
    }

    @Test
    void aConnectionThatItsDatabaseClosedIsNotReported() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        forgetAfterClose();
        watchAndForget(ended);

        collectUntil(() -> ended.get() == 1);

        log.awaitMessage("The last thing became unreachable without being closed, and is closed now; opened here");
    }

    private void forgetAfterClose() throws Exception {
        AsyncConnection connection = await(db.connect());
        db.close();
        assertThat(connection.inTransaction()).isFalse();
    }

    @Test
    void awaitedHandleIsNotReported() throws Exception {
        try (AsyncConnection connection = await(db.connect())) {
            for (int i = 0; i < 20; i++) {
                var rows = connection
                        .cursor("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                                + " SELECT i FROM n")
                        .thenCompose(Cursor::fetchAll);
                System.gc();
                assertThat(await(rows)).hasSize(20_000);
            }
        }
    }

    @Test
    void theThreadLivesOnlyWhileSomethingIsWatched() {
        LeakReports.Watch watch = LeakReports.watch(this, "A test", new Throwable(), () -> {});
        // That of an earlier test may be about to end.
        collectUntil(() -> leakThreads() == 1);

        watch.close();
        watch.close();
        db.close();

        collectUntil(() -> leakThreads() == 0);
    }

    private static long leakThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("asyncsqlite-leaks"))
                .count();
    }

    /** Watches something more, so that its report shows that earlier ones would have come. */
    private static void watchAndForget(AtomicInteger ended) {
        LeakReports.watch(
                new StringBuilder("x"), "The last thing", new Throwable("opened here"), ended::incrementAndGet);
    }

    private static void collectUntil(BooleanSupplier done) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            System.gc();
        }
    }
}
