package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.EngineAccess;
import io.asyncsqlite.testing.SingleThread;
import io.asyncsqlite.testing.SlowLogEngine;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Transactions that wait together share a flush of the log; nothing that rests on a commit is told before its flush. */
@Timeout(60)
class SharedFlushTests {

    private static final Duration MOMENT = Duration.ofMillis(200);

    @TempDir
    Path directory;

    private final SlowLogEngine engine = new SlowLogEngine();
    private Path file;
    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        file = directory.resolve("shared.db");
        db = open(SqliteOptions.file(file));
    }

    private AsyncSqlite open(SqliteOptions.Builder options) throws Exception {
        AsyncSqlite opened = EngineAccess.open(options.build(), engine);
        await(opened.executeScript("CREATE TABLE IF NOT EXISTS t(k INTEGER UNIQUE)"));
        return opened;
    }

    @AfterEach
    void close() {
        engine.allowAll();
        db.close();
    }

    @Test
    void transactionsShareAFlush() throws Exception {
        List<CompletableFuture<?>> writes = WriterGate.whileHeld(db, () -> writes(1, 60));
        engine.awaitFlush();
        awaitRows(60);

        assertNoneDone(writes);

        engine.allowAll();
        for (CompletableFuture<?> write : writes) {
            await(write);
        }
        // The first flush served what had committed before it began, the next ones all the rest.
        assertThat(engine.flushes()).isBetween(1, 10);
    }

    /** A statement, a batch, a script, a lambda and a transaction in turn, each with one row. */
    private List<CompletableFuture<?>> writes(int from, int to) {
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int k = from; k <= to; k++) {
            long key = k;
            writes.add(
                    switch (k % 5) {
                        case 0 -> db.execute("INSERT INTO t VALUES (?)", key);
                        case 1 -> transaction(key);
                        case 2 -> db.executeMany("INSERT INTO t VALUES (?)", List.of(List.of(key)));
                        case 3 -> db.write(c -> c.execute("INSERT INTO t VALUES (?)", key));
                        default -> db.executeScript("INSERT INTO t VALUES (" + key + ")");
                    });
        }
        return writes;
    }

    private CompletableFuture<WriteResult> transaction(long key) {
        return db.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (?)", key));
    }

    @Test
    void answersKeepTheirOrder() throws Exception {
        List<Integer> order = new CopyOnWriteArrayList<>();
        try (AsyncSqlite ordered =
                open(SqliteOptions.file(directory.resolve("ordered.db")).callbackExecutor(SingleThread.executor()))) {
            db.close();
            db = ordered;
            List<CompletableFuture<?>> told = new ArrayList<>();
            WriterGate.whileHeld(db, () -> {
                List<CompletableFuture<?>> writes = writes(1, 30);
                for (int i = 0; i < writes.size(); i++) {
                    int number = i;
                    told.add(writes.get(i).thenRun(() -> order.add(number)));
                }
                return writes;
            });
            engine.allowAll();
            for (CompletableFuture<?> one : told) {
                await(one);
            }
        }
        assertThat(order).hasSize(30).isSorted();
    }

    @Test
    void loneTransactionWaitsForTheDiskItself() throws Exception {
        for (long k = 0; k < 5; k++) {
            await(transaction(k));
            long key = k;
            await(db.write(c -> c.execute("INSERT INTO t VALUES (?)", 100 + key)));
        }

        assertThat(engine.flushes()).isZero();
    }

    @Test
    void groupOfStatementsWaitsForTheDiskItself() throws Exception {
        List<CompletableFuture<?>> writes = WriterGate.whileHeld(db, () -> {
            List<CompletableFuture<?>> statements = new ArrayList<>();
            for (int k = 0; k < 20; k++) {
                statements.add(db.execute("INSERT INTO t VALUES (?)", k));
            }
            return statements;
        });
        for (CompletableFuture<?> write : writes) {
            await(write);
        }

        assertThat(engine.flushes()).isZero();
    }

    @Test
    void readWaitsForTheFlushOfWhatItSaw() throws Exception {
        List<CompletableFuture<?>> writes = commitBehindABlockedFlush();

        CompletableFuture<Long> count =
                db.query("SELECT count(*) FROM t").as(Long.class).one();
        CompletableFuture<Long> lambda =
                db.read(c -> c.first("SELECT count(*) FROM t").orElseThrow().longValue(0));
        CompletableFuture<Long> transaction = db.inTransaction(
                TransactionMode.READ_ONLY,
                tx -> tx.query("SELECT count(*) FROM t").as(Long.class).one());
        assertPending(count);
        assertPending(lambda);
        assertPending(transaction);

        engine.allowAll();
        assertThat(await(count)).isEqualTo(writes.size());
        assertThat(await(lambda)).isEqualTo(writes.size());
        assertThat(await(transaction)).isEqualTo(writes.size());
    }

    @Test
    void readsAreToldBeforeTheFlushIfTheyNeedNotWait() throws Exception {
        db.close();
        file = directory.resolve("relaxed.db");
        db = open(SqliteOptions.file(file).readsWaitForFlush(false));
        List<CompletableFuture<?>> writes = commitBehindABlockedFlush();

        assertThat(await(db.query("SELECT count(*) FROM t").as(Long.class).one()))
                .isEqualTo(writes.size());
        assertThat(await(Collector.collect(db.query("SELECT k FROM t").withFetchSize(1).stream())))
                .hasSize(writes.size());
        assertPending(writes.get(0));
    }

    @Test
    void streamWaitsForTheFlushOfWhatItSaw() throws Exception {
        await(db.executeScript("CREATE TABLE many AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                + " WHERE i < 5000) SELECT i FROM n"));
        commitBehindABlockedFlush();

        CompletableFuture<List<Long>> rows = new CompletableFuture<>();
        CompletableFuture<Long> first = new CompletableFuture<>();
        Collector.collect(db
                        .query("SELECT i FROM many")
                        .map(row -> {
                            first.complete(row.longValue(0));
                            return row.longValue(0);
                        })
                        .stream())
                .whenComplete((all, failure) -> rows.complete(all));
        assertPending(first);

        engine.allowAll();
        assertThat(await(first)).isEqualTo(1);
        assertThat(await(rows)).hasSize(5000);
    }

    @Test
    void readOfAConnectionWaitsForTheFlushOfWhatItSaw() throws Exception {
        AsyncConnection connection = await(db.connect());
        List<CompletableFuture<?>> writes = commitBehindABlockedFlush();

        CompletableFuture<Long> count =
                connection.query("SELECT count(*) FROM t").as(Long.class).one();
        assertPending(count);

        engine.allowAll();
        assertThat(await(count)).isEqualTo(writes.size());
    }

    @Test
    void errorWaitsForTheFlushOfWhatItMet() throws Exception {
        CompletableFuture<?>[] both = new CompletableFuture<?>[2];
        WriterGate.whileHeld(db, () -> {
            both[0] = transaction(1);
            both[1] = transaction(1);
            return both;
        });
        engine.awaitFlush();

        assertPending(both[1]);

        engine.allowAll();
        await(both[0]);
        assertThat(failureOf(both[1])).isInstanceOf(ConstraintException.class);
    }

    @Test
    void insideOfATransactionAnswersDoNotWait() throws Exception {
        OpenTransaction tx = await(beginBehindABlockedFlush());

        assertThat(await(tx.query("SELECT count(*) FROM t").as(Long.class).one()))
                .isEqualTo(2);
        await(tx.execute("INSERT INTO t VALUES (1000)"));
        CompletableFuture<Void> committed = tx.commit();
        assertPending(committed);

        engine.allowAll();
        await(committed);
    }

    @Test
    void transactionThatThinksDelaysNoOther() throws Exception {
        engine.allowAll();
        CompletableFuture<Void> thinking = new CompletableFuture<>();
        List<CompletableFuture<?>> both = WriterGate.whileHeld(
                db, () -> List.of(transaction(1), db.inTransaction(tx -> thinking), transaction(2)));

        await(both.get(0));
        assertThat(both.get(1)).isNotDone();
        thinking.complete(null);
        await(both.get(1));
        await(both.get(2));
    }

    @Test
    void turnsOfConnectionsShareAFlush() throws Exception {
        List<AsyncConnection> connections = List.of(await(db.connect()), await(db.connect()), await(db.connect()));
        List<CompletableFuture<?>> writes = WriterGate.whileHeld(db, () -> {
            List<CompletableFuture<?>> submitted = new ArrayList<>(List.of(transaction(1), transaction(2)));
            for (int i = 0; i < connections.size(); i++) {
                submitted.add(connections.get(i).execute("INSERT INTO t VALUES (?)", 10 + i));
            }
            // The threads of the connections ask for their turns; without them the writer would wait for the blocked
            // flush.
            while (db.stats().queuedWrites() < submitted.size()) {
                Thread.onSpinWait();
            }
            return submitted;
        });
        engine.awaitFlush();
        awaitRows(5);
        assertNoneDone(writes.subList(0, 2));

        engine.allowAll();
        for (CompletableFuture<?> write : writes) {
            await(write);
        }
        for (AsyncConnection connection : connections) {
            assertThat(await(connection
                            .query("PRAGMA synchronous")
                            .as(Long.class)
                            .one()))
                    .isEqualTo(Synchronous.FULL.level());
        }
    }

    @Test
    void cancelledAnswerDoesNotWait() throws Exception {
        List<CompletableFuture<?>> writes = commitBehindABlockedFlush();

        writes.get(0).cancel(false);
        assertThat(failureOf(writes.get(0))).isInstanceOf(CancellationException.class);

        engine.allowAll();
        await(writes.get(1));
        assertThat(rows()).isEqualTo(writes.size());
    }

    @Test
    void operationThatDidNotRunDoesNotWait() throws Exception {
        OpenTransaction tx = await(beginBehindABlockedFlush());

        CompletableFuture<WriteResult> late =
                db.withTimeout(Duration.ofMillis(50)).execute("INSERT INTO t VALUES (2000)");
        assertThat(failureOf(late)).isInstanceOf(OperationTimeoutException.class);

        engine.allowAll();
        await(tx.rollback());
    }

    @Test
    void deadlineDoesNotCountWhileAFlushIsAwaited() throws Exception {
        List<CompletableFuture<?>> writes = new ArrayList<>();
        WriterGate.whileHeld(db, () -> {
            for (int k = 1; k <= 3; k++) {
                long key = k;
                writes.add(db.withTimeout(Duration.ofSeconds(6))
                        .inTransaction(tx -> tx.execute("INSERT INTO t VALUES (?)", key)));
            }
            return writes;
        });
        engine.awaitFlush();
        awaitRows(3);
        assertPending(writes.get(2), Duration.ofMillis(6_500));

        engine.allowAll();
        for (CompletableFuture<?> write : writes) {
            await(write);
        }
    }

    @Test
    void failedFlushLeavesTheOutcomeUnknown() throws Exception {
        List<CompletableFuture<?>> writes = commitBehindABlockedFlush();
        CompletableFuture<Long> read =
                db.query("SELECT count(*) FROM t").as(Long.class).one();
        assertPending(read);

        engine.failFlushes("the disk is gone");

        for (CompletableFuture<?> write : writes) {
            assertThat(failureOf(write))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("failed with an I/O error")
                    .hasRootCauseMessage("the disk is gone");
        }
        assertThat(failureOf(read))
                .isInstanceOf(DatabaseFailedException.class)
                .hasMessageContaining("the disk is gone");
        assertThat(failureOf(db.query("SELECT count(*) FROM t").list())).isInstanceOf(DatabaseFailedException.class);
        assertThat(failureOf(Collector.collect(db.query("SELECT k FROM t").withFetchSize(1).stream())))
                .isInstanceOf(DatabaseFailedException.class);
        assertThat(failureOf(db.execute("INSERT INTO t VALUES (5000)")))
                .isInstanceOfSatisfying(
                        DatabaseFailedException.class,
                        failed -> assertThat(failed.outcome()).isEqualTo(Outcome.NOT_EXECUTED));
        assertThat(engine.flushes()).isEqualTo(1);
    }

    @Test
    void closingWaitsForTheFlush() throws Exception {
        List<CompletableFuture<?>> writes = commitBehindABlockedFlush();

        CompletableFuture<Void> closed = db.closeAsync();
        assertPending(closed);

        engine.allowAll();
        await(closed);
        for (CompletableFuture<?> write : writes) {
            await(write);
        }
    }

    @Test
    void logThatCannotBeOpenedIsNotShared() throws Exception {
        engine.refuseLog();

        for (CompletableFuture<?> write : WriterGate.whileHeld(db, () -> writes(1, 20))) {
            await(write);
        }
        assertThat(engine.flushes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"FULL", "EXTRA"})
    void commitsThatPromiseLessAreNotFlushed(Synchronous synchronous) throws Exception {
        db.close();
        db = open(SqliteOptions.file(directory.resolve("less.db")).synchronous(synchronous));

        for (CompletableFuture<?> write : WriterGate.whileHeld(db, () -> writes(1, 20))) {
            await(write);
        }
        assertThat(engine.flushes()).isZero();
    }

    @Test
    void rollbackJournalIsNotShared() throws Exception {
        db.close();
        db = open(SqliteOptions.file(directory.resolve("journal.db")).journalMode(JournalMode.DELETE));

        for (CompletableFuture<?> write : WriterGate.whileHeld(db, () -> writes(1, 20))) {
            await(write);
        }
        assertThat(engine.flushes()).isZero();
    }

    /** Three transactions that have committed and whose flush waits. */
    private List<CompletableFuture<?>> commitBehindABlockedFlush() throws Exception {
        List<CompletableFuture<?>> writes =
                WriterGate.whileHeld(db, () -> List.of(transaction(1), transaction(2), transaction(3)));
        engine.awaitFlush();
        awaitRows(3);
        return writes;
    }

    /** A transaction that is open after two that have committed and whose flush waits. */
    private CompletableFuture<OpenTransaction> beginBehindABlockedFlush() throws Exception {
        CompletableFuture<OpenTransaction> begun = WriterGate.whileHeld(db, () -> {
            transaction(1);
            transaction(2);
            return db.begin(TransactionMode.IMMEDIATE);
        });
        engine.awaitFlush();
        return begun;
    }

    private void awaitRows(long count) throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (rows() < count) {
            assertThat(System.nanoTime()).as("rows that another program sees").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Another program sees each commit at once. */
    private long rows() throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement();
                ResultSet found = statement.executeQuery("SELECT count(*) FROM t")) {
            return found.getLong(1);
        }
    }

    private static void assertNoneDone(List<CompletableFuture<?>> futures) {
        assertThat(futures).allSatisfy(future -> assertThat(future).isNotDone());
    }

    private static void assertPending(Future<?> future) {
        assertPending(future, MOMENT);
    }

    private static void assertPending(Future<?> future, Duration moment) {
        assertThatThrownBy(() -> future.get(moment.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
    }
}
