package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.Threads;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guarantee 9: a deadline covers waiting in a queue, waiting for a lock, and running. */
@Timeout(60)
class DeadlineTests {

    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    Path directory;

    private AsyncSqlite db;
    // Long enough to start, whatever else the machine does.
    private AsyncSqlite brief;
    private AsyncSqlite hasty;

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("late.db"))
                .readers(1)
                .operationTimeout(Duration.ofHours(1))
                .transactionTimeout(Duration.ofHours(1))
                .busyTimeout(Duration.ofHours(1))
                .build());
        await(db.execute("CREATE TABLE t(k INTEGER)"));
        brief = db.withTimeout(Duration.ofMillis(500));
        hasty = db.withTimeout(SHORT);
    }

    @AfterEach
    void close() {
        db.close();
        assertThat(Threads.of("late.db")).isEmpty();
    }

    @Test
    void writeTimedOutInTheQueueNamesTheHolderOfTheWriter() throws Exception {
        CompletableFuture<WriteResult> late = WriterGate.whileHeld(db, () -> {
            CompletableFuture<WriteResult> queued = hasty.execute("INSERT INTO t VALUES (1)");
            assertTimedOut(queued, Outcome.NOT_EXECUTED)
                    .hasMessageContaining("Operation on database 'late.db' was not finished within 50 ms")
                    .hasMessageContaining("the writer was held for ")
                    .hasMessageContaining("by [lambda]");
            assertThat(db.stats().queuedWrites()).isZero();
            return queued;
        });

        assertThat(late).isCompletedExceptionally();
        assertThat(keys()).isEmpty();
    }

    @Test
    void queuedOperationsHaveTheirOwnDeadlines() throws Exception {
        WriterGate.whileHeld(db, () -> {
            CompletableFuture<WriteResult> patient = db.execute("INSERT INTO t VALUES (1)");
            List<CompletableFuture<WriteResult>> late = List.of(
                    brief.execute("INSERT INTO t VALUES (2)"),
                    hasty.execute("INSERT INTO t VALUES (3)"),
                    db.withTimeout(Duration.ofMillis(100)).execute("INSERT INTO t VALUES (4)"));
            late.forEach(write -> assertTimedOut(write, Outcome.NOT_EXECUTED));
            assertThat(patient).isNotDone();
            return patient;
        });

        await(db.execute("INSERT INTO t VALUES (5)"));
        assertThat(keys()).containsExactly(1L, 5L);
    }

    @Test
    void aTransactionInTheWayIsNamedByThePlaceThatOpenedIt() throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<Void> started = new CompletableFuture<>();
        CompletableFuture<Void> open = db.inTransaction(tx -> {
            started.complete(null);
            return end;
        });
        await(started);

        assertTimedOut(hasty.execute("INSERT INTO t VALUES (1)"), Outcome.NOT_EXECUTED)
                .hasMessageContaining("by the transaction opened at io.asyncsqlite.DeadlineTests."
                        + "aTransactionInTheWayIsNamedByThePlaceThatOpenedIt(DeadlineTests.java:");

        end.complete(null);
        await(open);
        assertThat(keys()).isEmpty();
    }

    @Test
    void aTransactionWaitsForItsTurnNoLongerThanAnyOperation() throws Exception {
        WriterGate.whileHeld(db, () -> {
            CompletableFuture<Void> transaction = hasty.inTransaction(tx -> CompletableFuture.completedFuture(null));
            assertTimedOut(transaction, Outcome.NOT_EXECUTED);
            return transaction;
        });
    }

    @Test
    void aReadThatWaitsForAReaderTooLongNeverRuns() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Boolean> reading = db.read(connection -> {
            entered.countDown();
            return end.await(20, TimeUnit.SECONDS);
        });
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        assertTimedOut(hasty.query("SELECT 1").list(), Outcome.NOT_EXECUTED)
                .hasMessageContaining("1 of 1 readers were busy");

        end.countDown();
        assertThat(reading.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void runningReadsAndWritesStopAndLeaveNothing() throws Exception {
        assertStopped(() -> brief.query(Endless.SELECT).list()).hasMessageContaining("and then ran");
        assertStopped(() -> brief.execute(Endless.INSERT));
        assertStopped(() -> brief.executeScript("INSERT INTO t VALUES (1); " + Endless.INSERT + ";"));
        assertStopped(() -> brief.write(connection -> connection.execute(Endless.INSERT)));
        assertStopped(
                () -> brief.read(connection -> connection.query(Endless.SELECT).list()));

        assertThat(keys()).isEmpty();
    }

    @Test
    void aRunningWriteOfAGroupStopsAndItsNeighboursStay() throws Exception {
        List<CompletableFuture<WriteResult>> group = WriterGate.whileHeld(
                db,
                () -> List.of(
                        db.execute("INSERT INTO t VALUES (1)"),
                        db.withTimeout(Duration.ofSeconds(2)).execute(Endless.INSERT),
                        db.execute("INSERT INTO t VALUES (2)")));

        assertTimedOut(group.get(1), Outcome.ROLLED_BACK);
        await(group.get(0));
        await(group.get(2));
        assertThat(keys()).containsExactly(1L, 2L);
    }

    @Test
    void aWriteWhoseTimeIsOverBeforeItLeavesItsGroupIsToldSo() throws Exception {
        for (int millis = 1; millis <= 15; millis++) {
            AsyncSqlite hurried = db.withTimeout(Duration.ofMillis(millis));
            List<CompletableFuture<WriteResult>> group = WriterGate.whileHeld(
                    db, () -> List.of(db.execute("INSERT INTO t VALUES (1)"), hurried.execute(Endless.INSERT)));

            assertThat(failureOf(group.get(1))).isInstanceOf(OperationTimeoutException.class);
            assertThat(await(group.get(0)).rowsUpdated()).isEqualTo(1);
        }
        assertThat(keys()).hasSize(15).containsOnly(1L);
    }

    @Test
    void workThatWaitsForSomethingElseIsInterrupted() throws Exception {
        CountDownLatch never = new CountDownLatch(1);

        assertStopped(() -> brief.write(connection -> {
                    connection.execute("INSERT INTO t VALUES (1)");
                    return never.await(40, TimeUnit.SECONDS);
                }))
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(keys()).isEmpty();
    }

    @Test
    void workThatIgnoresTheDeadlineIsNotCommitted() throws Exception {
        assertStopped(() -> brief.write(connection -> {
            connection.execute("INSERT INTO t VALUES (1)");
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return null;
        }));

        assertThat(keys()).isEmpty();
    }

    @Test
    void operationsOfATransactionHaveDeadlinesToo() throws Exception {
        CompletableFuture<List<Long>> transaction = db.withTimeout(Duration.ofSeconds(5))
                .inTransaction(tx -> tx.query(Endless.SELECT)
                        .list()
                        .handle((rows, failure) -> {
                            assertThat(failure).isInstanceOf(OperationTimeoutException.class);
                            return rows;
                        })
                        .thenCompose(rows -> tx.execute("INSERT INTO t VALUES (1)"))
                        .thenCompose(result ->
                                tx.query("SELECT k FROM t").mapTo(Long.class).list()));

        assertThat(await(transaction)).containsExactly(1L);
    }

    @Test
    void operationsThatWaitInATransactionEndWithTheOneThatRuns() throws Exception {
        AsyncSqlite patient = AsyncSqlite.open(SqliteOptions.file(directory.resolve("patient.db"))
                .transactionTimeout(Duration.ofSeconds(20))
                .operationTimeout(Duration.ofSeconds(1))
                .build());
        try (patient) {
            List<CompletableFuture<?>> inside = new ArrayList<>();
            CountDownLatch first = new CountDownLatch(1);
            CompletableFuture<Void> transaction = patient.inTransaction(tx -> {
                inside.add(tx.query(Endless.SELECT).list());
                // Endless too: accepted a moment later it may have a moment left.
                inside.add(tx.query(Endless.SELECT).list());
                first.countDown();
                return CompletableFuture.allOf(inside.toArray(new CompletableFuture<?>[0]));
            });
            assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();

            for (CompletableFuture<?> each : inside) {
                assertThat(failureOf(each)).isInstanceOf(OperationTimeoutException.class);
            }
            assertThat(failureOf(transaction)).isInstanceOf(OperationTimeoutException.class);
        }
    }

    @Test
    void aStatementThatOutlivesItsTransactionIsStopped() throws Exception {
        AsyncSqlite old = AsyncSqlite.open(SqliteOptions.file(directory.resolve("old.db"))
                .transactionTimeout(SHORT)
                .build());
        try (old) {
            CompletableFuture<List<Row>> inside = new CompletableFuture<>();
            CompletableFuture<List<Row>> transaction = old.inTransaction(tx -> {
                CompletableFuture<List<Row>> endless = tx.query(Endless.SELECT).list();
                Callbacks.whenDone(endless, (rows, failure) -> inside.completeExceptionally(failure));
                return endless;
            });

            for (CompletableFuture<?> ended : List.of(inside, transaction)) {
                assertThat(failureOf(ended))
                        .isInstanceOf(TransactionException.class)
                        .hasMessageContaining("was older than transactionTimeout=50 ms: it was rolled back");
            }
        }
    }

    @Test
    void aStreamHasItsTimeForEachChunk() throws Exception {
        assertStopped(() -> Collector.collect(brief.query(Endless.SELECT).stream()));
    }

    @Test
    void theTimeThatASubscriberTakesIsNotTheStreams() throws Exception {
        CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
        CompletableFuture<Row> first = new CompletableFuture<>();
        CompletableFuture<Long> completed = new CompletableFuture<>();
        AsyncSqlite timed = db.withTimeout(Duration.ofSeconds(5));
        timed
                .query("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i"
                        + " FROM n")
                .stream()
                .subscribe(new Flow.Subscriber<>() {
                    private long rows;

                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscribed.complete(subscription);
                    }

                    @Override
                    public void onNext(Row row) {
                        rows++;
                        first.complete(row);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        completed.completeExceptionally(failure);
                    }

                    @Override
                    public void onComplete() {
                        completed.complete(rows);
                    }
                });
        await(subscribed).request(1);
        await(first);

        // By then the time of an operation is over.
        WriterGate.whileHeld(db, () -> assertTimedOut(timed.execute("DELETE FROM t"), Outcome.NOT_EXECUTED));
        await(subscribed).request(Long.MAX_VALUE);

        assertThat(await(completed)).isEqualTo(5_000);
    }

    @Test
    void aLockOfAnotherConnectionIsWaitedForUntilTheDeadline() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("late.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertTimedOut(brief.execute("INSERT INTO t VALUES (1)"), Outcome.NOT_EXECUTED)
                    .hasMessageContaining("the writer waits for a lock of another process");
            assertStopped(() -> brief.write(connection -> connection.execute("INSERT INTO t VALUES (2)")));
            CompletableFuture<WriteResult> patient = db.execute("INSERT INTO t VALUES (3)");
            CompletableFuture<WriteResult> cancelled = db.execute("INSERT INTO t VALUES (4)");
            cancelled.cancel(true);
            statement.execute("COMMIT");

            assertThat(await(patient).rowsUpdated()).isEqualTo(1);
        }
        assertThat(keys()).containsExactly(3L);
    }

    @Test
    void cancellingEndsTheWaitForALock() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("late.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            CompletableFuture<WriteResult> write = db.execute("INSERT INTO t VALUES (1)");
            CompletableFuture<WriteResult> lambda =
                    db.write(connection -> connection.execute("INSERT INTO t VALUES (2)"));
            write.cancel(true);
            lambda.cancel(true);

            // Runs only when the writer has given up the lock: it needs none.
            assertThat(await(db.execute("PRAGMA user_version")).rowsUpdated()).isZero();
            statement.execute("COMMIT");
        }
        assertThat(keys()).isEmpty();
    }

    @Test
    void theDefaultIsAnOptionAndBothMustBeSensible() {
        assertThat(SqliteOptions.memory().build().operationTimeout()).isEqualTo(Duration.ofSeconds(30));
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(366))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> db.withTimeout(wrong))
                    .withMessage("timeout must be more than 0 and at most 365 days, was " + wrong.toMillis() + " ms");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> SqliteOptions.memory().operationTimeout(wrong).build())
                    .withMessage("operationTimeout must be more than 0 and at most 365 days, was " + wrong.toMillis()
                            + " ms");
        }
    }

    private List<Long> keys() throws Exception {
        return await(db.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).list());
    }

    /** Submits work that ends by its deadline while it runs; again where a busy machine gave it no turn in its time. */
    private static AbstractThrowableAssert<?, ?> assertStopped(Supplier<CompletableFuture<?>> work) throws Exception {
        CompletableFuture<?> submitted = work.get();
        for (int tries = 1; tries < 20 && hasNotRun(submitted); tries++) {
            submitted = work.get();
        }
        return assertTimedOut(submitted, Outcome.ROLLED_BACK);
    }

    private static boolean hasNotRun(CompletableFuture<?> submitted) throws Exception {
        return failureOf(submitted) instanceof SqliteException failure && failure.outcome() == Outcome.NOT_EXECUTED;
    }

    private static AbstractThrowableAssert<?, ?> assertTimedOut(CompletableFuture<?> future, Outcome outcome) {
        try {
            return assertThat(failureOf(future))
                    .asInstanceOf(InstanceOfAssertFactories.throwable(OperationTimeoutException.class))
                    .matches(failure -> failure.outcome() == outcome, "outcome " + outcome)
                    .matches(SqliteException::retryable, "retryable");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
