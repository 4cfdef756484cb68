package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.concurrent.ForeignCode;
import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.BusyExecutor;
import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.LogCapture;
import io.asyncsqlite.testing.Threads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a cancel does to an {@link AsyncConnection}, line by line where aiosqlite does the opposite. */
@Timeout(60)
class CancellationTableTests extends AppDatabase {

    private static final String INSERT_ONE = "INSERT INTO t VALUES (1)";

    private AsyncConnection connection;

    @BeforeEach
    void connect() throws Exception {
        connection = await(db.connect());
    }

    @Test
    void operationCancelledWhileQueuedNeverRuns() throws Exception {
        CompletableFuture<List<Row>> running = connection.query(Endless.SELECT).list();
        CompletableFuture<WriteResult> queued = connection.execute(INSERT_ONE);
        Endless.untilRunning("connection-1", "app.db");

        assertThat(queued.cancel(true)).isTrue();
        running.cancel(true);

        assertThat(keys(connection)).isEmpty();
    }

    @Test
    void operationCancelledWhileRunningStops() throws Exception {
        CompletableFuture<WriteResult> running = connection.execute(Endless.INSERT);
        Endless.untilRunning("connection-1", "app.db");

        assertThat(running.cancel(true)).isTrue();

        await(connection.execute(INSERT_ONE));
        assertThat(keys(connection)).containsExactly(1L);
    }

    @Test
    void aCancelledSelectIsClosed() throws Exception {
        BusyExecutor callbacks = new BusyExecutor();
        SqliteOptions options = SqliteOptions.file(directory.resolve("held.db"))
                .busyTimeout(Duration.ZERO)
                .callbackExecutor(callbacks)
                .build();
        try (callbacks;
                AsyncSqlite holding = AsyncSqlite.open(options);
                AsyncConnection reader = await(holding.connect())) {
            await(holding.executeScript("CREATE TABLE t(k); INSERT INTO t WITH RECURSIVE n(i) AS"
                    + " (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 999) SELECT i FROM n"));
            callbacks.holdWhenIdle();
            CompletableFuture<Cursor> select = reader.cursor("SELECT k FROM t");
            callbacks.awaitWaiting(1);
            // It has run, and its future is not completed yet.
            assertThat(select.cancel(true)).isTrue();
            callbacks.release();
            await(reader.rollback());

            // Busy is 1 if a query still keeps its snapshot.
            await(holding.execute("DELETE FROM t"));
            Row checkpoint =
                    await(holding.query("PRAGMA wal_checkpoint(TRUNCATE)").one());
            assertThat(checkpoint.getLong("busy")).isZero();
        }
    }

    @Test
    void aCancelledFetchEndsItsQuery() throws Exception {
        Cursor cursor = await(connection.cursor(
                "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 100"));
        CompletableFuture<List<Row>> fetch = cursor.fetchMany(100);
        Endless.untilRunning("connection-1", "app.db");

        fetch.cancel(true);

        await(connection.execute(INSERT_ONE));
        assertThat(failureOf(cursor.fetchAll())).hasMessageContaining("SQLITE_INTERRUPT");
    }

    @Test
    void aCancelledConnectIsClosed() throws Exception {
        AsyncSqlite memory =
                AsyncSqlite.open(SqliteOptions.memory().name("app.db").build());
        try (memory) {
            AsyncConnection first = await(memory.connect());
            CompletableFuture<AsyncConnection> waiting = memory.connect();
            assertThat(waiting.cancel(true)).isTrue();
            first.close();

            assertThat(await(memory.query("SELECT 1").list())).hasSize(1);
        }
        for (int i = 0; i < 20; i++) {
            db.connect().cancel(true);
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (Threads.of("app.db").stream()
                        .filter(thread -> thread.getName().contains("connection-"))
                        .count()
                > 1) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void anErrorInsideAScopeIsRolledBack() throws Exception {
        assertThat(failureOf(connection.inTransaction(tx -> tx.execute(INSERT_ONE)
                        .thenCompose(done -> CompletableFuture.failedFuture(new IllegalStateException("scope"))))))
                .hasMessage("scope");
        try (AsyncConnection scoped = await(db.connect())) {
            await(scoped.begin());
            await(scoped.execute(INSERT_ONE));
        }

        assertThat(connection.inTransaction()).isFalse();
        assertThat(keys(connection)).isEmpty();
    }

    @Test
    void aCallbackExecutorThatRejectsHarmsNobody() throws Exception {
        SqliteOptions options = SqliteOptions.file(directory.resolve("rejecting.db"))
                .transactionTimeout(Duration.ofHours(1))
                .callbackExecutor(task -> {
                    throw new RejectedExecutionException("told to reject");
                })
                .build();
        try (LogCapture log = new LogCapture(ForeignCode.class);
                AsyncSqlite rejecting = AsyncSqlite.open(options);
                AsyncConnection survivor = await(rejecting.connect())) {
            await(survivor.execute("CREATE TABLE t(k INTEGER)"));
            await(survivor.begin());
            await(survivor.execute(INSERT_ONE));
            await(survivor.commit());
            Cursor cursor = await(survivor.cursor("SELECT k FROM t"));

            assertThat(await(Collector.collect(cursor.stream()))).hasSize(1);
            assertThat(log.messages()).isNotEmpty();
        }
    }

    private static List<Long> keys(AsyncOperations where) throws Exception {
        return await(where.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).list());
    }
}
