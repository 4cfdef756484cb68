package io.asyncsqlite;

import static io.asyncsqlite.BulkWriteTests.INSERT;
import static io.asyncsqlite.BulkWriteTests.numbers;
import static io.asyncsqlite.BulkWriteTests.withDuplicate;
import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.testing.RowSource;
import io.asyncsqlite.testing.Threads;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What of a bulk write is one unit, how long it may take, and where it can be called. */
@Timeout(60)
class BulkWriteUnitsTests {

    @TempDir
    Path directory;

    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("bulk.db"))
                .queueCapacity(2)
                .build());
        await(db.execute("CREATE TABLE once(k INTEGER PRIMARY KEY)"));
    }

    @AfterEach
    void close() throws Exception {
        db.close();
        Threads.assertNoneAfterCloseAsync("bulk.db");
    }

    private static BulkWrite write(AsyncOperations on) {
        return on.bulkWrite(INSERT).withChunkSize(10);
    }

    private long count() throws Exception {
        return await(db.query("SELECT count(*) FROM once").mapTo(Long.class).one());
    }

    /** Numbers of which one comes only when more time has gone by than a transaction may last. */
    private static Iterator<Long> slowNumbers(long count) {
        return LongStream.range(0, count)
                .peek(i -> {
                    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(i == 15 ? 900 : 0);
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                })
                .iterator();
    }

    @Test
    void allOrNoneUndoesAllRowsAfterAFailure() throws Exception {
        Throwable failure = failureOf(write(db).allOrNone().from(withDuplicate(100, 25)));

        assertThat(failure).isInstanceOf(ConstraintException.class);
        assertThat(count()).isZero();
        assertThat(await(write(db).allOrNone().from(numbers(25)))).isEqualTo(25);
        assertThat(count()).isEqualTo(25);
    }

    @Test
    void allOrNoneGivesAnErrorOfTheSourceAsItIs() throws Exception {
        AssertionError thrown = new AssertionError("source");
        Iterator<Long> rows = LongStream.range(0, 100)
                .peek(i -> {
                    if (i == 15) {
                        throw thrown;
                    }
                })
                .iterator();

        assertThat(failureOf(write(db).allOrNone().from(rows))).isSameAs(thrown);
        assertThat(count()).isZero();
    }

    @Test
    void allOrNoneUndoesAllRowsAfterACancel() throws Exception {
        RowSource source = new RowSource();
        CountDownLatch first = new CountDownLatch(1);
        CompletableFuture<Long> written =
                write(db).allOrNone().withProgress(rows -> first.countDown()).from(source);
        while (!source.isSubscribed()) {
            Thread.onSpinWait();
        }
        source.publish(0, 10);
        await(first);

        written.cancel(true);

        assertThat(source.awaitCancel()).isTrue();
        assertThat(count()).isZero();
        await(db.execute(INSERT, 1));
    }

    @Test
    void allOrNoneTakesNoRowsIfItIsCancelledBeforeItsWork() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        ThreadPoolExecutor callbacks = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        SqliteOptions options = SqliteOptions.file(directory.resolve("late.db"))
                .callbackExecutor(callbacks)
                .build();
        try (AsyncSqlite late = AsyncSqlite.open(options)) {
            late.blocking().execute("CREATE TABLE once(k INTEGER PRIMARY KEY)");
            RowSource source = new RowSource();
            callbacks.execute(() -> uncheckedAwait(free));
            CompletableFuture<Long> written = write(late).allOrNone().from(source);
            while (callbacks.getQueue().isEmpty()) {
                Thread.onSpinWait();
            }

            written.cancel(true);
            free.countDown();

            assertThat(source.awaitCancel()).isTrue();
        } finally {
            callbacks.shutdown();
        }
    }

    private static void uncheckedAwait(CountDownLatch latch) {
        try {
            await(latch);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void threadOfTheCallbackExecutorMayWait() throws Exception {
        ForkJoinPool callbacks = new ForkJoinPool(1);
        SqliteOptions options = SqliteOptions.file(directory.resolve("one.db"))
                .callbackExecutor(callbacks)
                .build();
        try (AsyncSqlite one = AsyncSqlite.open(options)) {
            await(one.execute("CREATE TABLE once(k INTEGER PRIMARY KEY)"));

            SyncBulkWrite write = one.blocking().bulkWrite(INSERT).withChunkSize(10);

            assertThat(callbacks.submit(() -> write.from(numbers(500))).get(30, TimeUnit.SECONDS))
                    .isEqualTo(500);
        } finally {
            callbacks.shutdownNow();
        }
    }

    @Test
    void allOrNoneLastsAsLongAsAnOperationMay() throws Exception {
        SqliteOptions options = SqliteOptions.file(directory.resolve("impatient.db"))
                .transactionTimeout(Duration.ofMillis(300))
                .build();
        try (AsyncSqlite impatient = AsyncSqlite.open(options)) {
            await(impatient.execute("CREATE TABLE once(k INTEGER PRIMARY KEY)"));
            BulkWrite late =
                    write(impatient.withTimeout(Duration.ofMillis(400))).allOrNone();

            assertThat(failureOf(late.from(slowNumbers(30))))
                    .isInstanceOf(TransactionException.class)
                    .hasMessageContaining("older than its time of 400 ms");
            assertThat(await(write(impatient).allOrNone().from(slowNumbers(30))))
                    .isEqualTo(30);
        }
    }

    @Test
    void transactionHoldsTheChunks() throws Exception {
        try (OpenTransaction tx = await(db.begin())) {
            BulkWriteException failure =
                    (BulkWriteException) failureOf(write(tx).from(withDuplicate(100, 25)));
            assertThat(failure.rows()).isEqualTo(20);
            Throwable undone = failureOf(tx.bulkWrite("INSERT INTO once VALUES (? + 100)")
                    .allOrNone()
                    .from(withDuplicate(100, 25)));
            assertThat(undone).isInstanceOf(ConstraintException.class);
            await(tx.commit());
        }
        assertThat(count()).isEqualTo(20);

        failureOf(db.inTransaction(tx -> tx.bulkWrite("DELETE FROM once WHERE k = ?")
                .withChunkSize(5)
                .from(numbers(20))
                .thenApply(deleted -> {
                    throw new IllegalStateException("after " + deleted);
                })));
        assertThat(count()).isEqualTo(20);
    }

    @Test
    void connectionWritesInItsTransactionOrCommitsChunks() throws Exception {
        try (AsyncConnection connection = await(db.connect())) {
            await(write(connection).from(numbers(15)));
            assertThat(count()).isEqualTo(15);

            await(connection.begin());
            await(connection.bulkWrite("DELETE FROM once WHERE k = ?").from(numbers(15)));
            await(connection.rollback());
            assertThat(count()).isEqualTo(15);

            assertThat(failureOf(connection
                            .bulkWrite("INSERT INTO once VALUES (? + 10)")
                            .withChunkSize(2)
                            .allOrNone()
                            .from(numbers(15))))
                    .isInstanceOf(ConstraintException.class);
            assertThat(count()).isEqualTo(15);
        }
    }

    @Test
    void fullQueueRefusesTheFirstChunkOnly() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        CompletableFuture<Long> written = write(db)
                .withProgress(rows -> {
                    if (rows == 10) {
                        hold(open);
                        CompletableFuture<WriteResult> one = db.execute(INSERT, 1_000);
                        CompletableFuture<WriteResult> two = db.execute(INSERT, 1_001);
                        CompletableFuture<Long> third =
                                write(db).from(LongStream.of(2_000).iterator());
                        Callbacks.whenDone(third, (changes, failure) -> refused.complete(failure));
                        assertThat(List.of(one, two)).noneMatch(CompletableFuture::isDone);
                    }
                })
                .from(numbers(20));

        assertThat(await(refused)).isInstanceOf(QueueFullException.class);
        open.countDown();

        assertThat(await(written)).isEqualTo(20);
        assertThat(count()).isEqualTo(22);
    }

    /** Keeps the writer busy until a latch opens. */
    private void hold(CountDownLatch open) {
        CountDownLatch entered = new CountDownLatch(1);
        CompletableFuture<Boolean> held = db.write(connection -> {
            entered.countDown();
            return open.await(20, TimeUnit.SECONDS);
        });
        await(entered);
        assertThat(held).isNotDone();
    }

    @Test
    void laterChunkThatIsTooLateFailsTheWrite() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        CompletableFuture<Long> written = write(db.withTimeout(Duration.ofMillis(200)))
                .withProgress(rows -> hold(open))
                .from(numbers(20));

        BulkWriteException failure = (BulkWriteException) failureOf(written);
        open.countDown();

        assertThat(failure.rows()).isEqualTo(10);
        assertThat(failure).hasCauseInstanceOf(OperationTimeoutException.class);
        assertThat(count()).isEqualTo(10);
    }

    @Test
    void closeRefusesTheNextChunk() throws Exception {
        RowSource source = new RowSource();
        CountDownLatch first = new CountDownLatch(1);
        CompletableFuture<Long> written =
                write(db).withProgress(rows -> first.countDown()).from(source);
        source.publish(0, 15);
        await(first);

        await(db.closeAsync());
        source.publish(15, 20);

        BulkWriteException failure = (BulkWriteException) failureOf(written);
        assertThat(failure.rows()).isEqualTo(10);
        assertThat(failure).hasCauseInstanceOf(DatabaseClosedException.class);
        assertThat(source.awaitCancel()).isTrue();
    }

    @Test
    void bulkWriteOnTheDatabaseInsideOfATransactionFailsSoon() throws Exception {
        try (AsyncSqlite patient = AsyncSqlite.open(directory.resolve("patient.db"))) {
            await(patient.execute("CREATE TABLE once(k INTEGER PRIMARY KEY)"));

            Throwable failure =
                    failureOf(patient.inTransaction(tx -> write(patient).from(numbers(20))));

            assertThat(failure).isInstanceOf(TransactionException.class).hasMessageContaining("use the transaction");
        }
    }

    @Test
    void blockingViewReadsTheIteratorOnTheCallingThread() throws Exception {
        List<Long> progress = new ArrayList<>();
        Thread caller = Thread.currentThread();
        Iterator<Long> here = LongStream.range(0, 25)
                .peek(i -> assertThat(Thread.currentThread()).isSameAs(caller))
                .iterator();

        assertThat(db.blocking()
                        .bulkWrite(INSERT)
                        .withChunkSize(10)
                        .withProgress(progress::add)
                        .from(here))
                .isEqualTo(25);

        assertThat(progress).containsExactly(10L, 20L, 25L);
        assertThat(count()).isEqualTo(25);
    }

    @Test
    void blockingViewThrowsTheFailure() throws Exception {
        SyncBulkWrite write = db.blocking().bulkWrite(INSERT).withChunkSize(10);

        assertThatThrownBy(() -> write.from(withDuplicate(100, 25)))
                .isInstanceOfSatisfying(
                        BulkWriteException.class,
                        failure -> assertThat(failure.rows()).isEqualTo(20));
        assertThatThrownBy(() -> write.allOrNone().from(withDuplicate(100, 25)))
                .isInstanceOf(ConstraintException.class);
        try (BlockingTransaction tx = db.blocking().begin()) {
            tx.bulkWrite("DELETE FROM once WHERE k = ?").from(numbers(20));
        }
        assertThat(count()).isEqualTo(20);
    }

    @Test
    void interruptOfTheBlockingViewEndsTheWrite() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        CountDownLatch collected = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            try {
                db.blocking()
                        .bulkWrite(INSERT)
                        .withChunkSize(10)
                        .from(LongStream.iterate(0, i -> i + 1)
                                .peek(i -> {
                                    if (i == 19) {
                                        collected.countDown();
                                    }
                                })
                                .iterator());
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        WriterGate.whileHeld(db, () -> {
            writer.start();
            await(collected);
            writer.interrupt();
            try {
                writer.join(20_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return thrown;
        });

        assertThat(await(thrown)).isInstanceOf(OperationInterruptedException.class);
        assertThat(count()).isZero();
    }
}
