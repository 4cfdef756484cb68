package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.WriterGate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queues are bounded, and a cancelled operation gives its place back. */
@Timeout(60)
class BackpressureTests extends AppDatabase {

    @Test
    void aFullQueueRefusesAtOnceAndSaysSo() throws Exception {
        try (AsyncSqlite small = AsyncSqlite.open(SqliteOptions.file(directory.resolve("small.db"))
                .queueCapacity(3)
                .build())) {
            await(small.execute("CREATE TABLE t(k INTEGER)"));

            List<CompletableFuture<WriteResult>> futures = WriterGate.whileHeld(
                    small,
                    () -> IntStream.range(0, 5)
                            .mapToObj(i -> small.execute("INSERT INTO t VALUES (?)", i))
                            .toList());

            for (int i = 0; i < 3; i++) {
                assertThat(await(futures.get(i)).rowsUpdated()).isEqualTo(1);
            }
            for (int i = 3; i < 5; i++) {
                assertThat(failureOf(futures.get(i)))
                        .isInstanceOfSatisfying(QueueFullException.class, full -> {
                            assertThat(full.retryable()).isTrue();
                            assertThat(full.outcome()).isEqualTo(Outcome.NOT_EXECUTED);
                        })
                        .hasMessageStartingWith("Queue of 'small.db' is full (3 operations of queueCapacity=3, ")
                        .hasMessageEndingWith("the operation was not executed, submit fewer at a time,"
                                + " or let callers wait for a place with queueTimeout");
            }
            assertThat(await(small.query("SELECT count(*) FROM t")
                            .mapTo(Long.class)
                            .one()))
                    .isEqualTo(3);
        }
    }

    @Test
    void callsWaitForAPlaceWithinTheQueueTimeout() throws Exception {
        try (AsyncSqlite small = AsyncSqlite.open(SqliteOptions.file(directory.resolve("small.db"))
                .queueCapacity(3)
                .queueTimeout(Duration.ofSeconds(20))
                .synchronous(Synchronous.OFF)
                .build())) {
            await(small.execute("CREATE TABLE t(k INTEGER)"));
            CountDownLatch done = new CountDownLatch(4);
            List<CompletableFuture<WriteResult>> futures = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 4; i++) {
                ForkJoinPool.commonPool().execute(() -> {
                    for (int k = 0; k < 500; k++) {
                        futures.add(small.execute("INSERT INTO t VALUES (?)", k));
                    }
                    done.countDown();
                });
            }

            assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
            for (CompletableFuture<WriteResult> future : futures) {
                assertThat(await(future).rowsUpdated()).isEqualTo(1);
            }
        }
    }

    @Test
    void waitingForAPlaceEndsInTime() throws Exception {
        try (AsyncSqlite small = AsyncSqlite.open(SqliteOptions.file(directory.resolve("small.db"))
                .queueCapacity(1)
                .queueTimeout(Duration.ofMillis(20))
                .build())) {
            WriterGate.whileHeld(small, () -> {
                CompletableFuture<WriteResult> waiting = small.execute("CREATE TABLE t(k INTEGER)");
                long before = System.nanoTime();

                CompletableFuture<WriteResult> refused = small.execute("CREATE TABLE u(k INTEGER)");

                assertThat(refused).isCompletedExceptionally();
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
                assertThat(waiting).isNotDone();
                return refused;
            });
        }
    }

    @Test
    void aDatabaseThreadAndAnInterruptedOneDoNotWaitForAPlace() throws Exception {
        try (AsyncSqlite small = AsyncSqlite.open(SqliteOptions.file(directory.resolve("small.db"))
                .queueCapacity(1)
                .queueTimeout(Duration.ofHours(1))
                .build())) {
            CompletableFuture<WriteResult> refused = new CompletableFuture<>();
            await(small.write(connection -> {
                small.execute("CREATE TABLE t(k INTEGER)");
                Callbacks.whenDone(
                        small.execute("CREATE TABLE u(k INTEGER)"),
                        (result, failure) -> refused.completeExceptionally(failure));
                return refused.isDone();
            }));
            assertThat(failureOf(refused)).isInstanceOf(QueueFullException.class);

            WriterGate.whileHeld(small, () -> {
                small.execute("CREATE TABLE v(k INTEGER)");
                Thread.currentThread().interrupt();
                assertThat(small.execute("CREATE TABLE w(k INTEGER)")).isCompletedExceptionally();
                assertThat(Thread.interrupted()).isTrue();
                return true;
            });
        }
    }

    @Test
    void callWaitingForAPlaceFailsWhenTheDatabaseCloses() throws Exception {
        AsyncSqlite small = AsyncSqlite.open(SqliteOptions.file(directory.resolve("small.db"))
                .queueCapacity(1)
                .queueTimeout(Duration.ofHours(1))
                .build());
        CompletableFuture<Thread> waiting = new CompletableFuture<>();
        CompletableFuture<WriteResult> refused = new CompletableFuture<>();
        CompletableFuture<Void> closed = WriterGate.whileHeld(small, () -> {
            small.execute("CREATE TABLE t(k INTEGER)");
            new Thread(() -> {
                        waiting.complete(Thread.currentThread());
                        Callbacks.whenDone(
                                small.execute("CREATE TABLE u(k INTEGER)"),
                                (result, failure) -> refused.completeExceptionally(failure));
                    })
                    .start();
            while (LockSupport.getBlocker(waiting.join()) == null) {
                Thread.onSpinWait();
            }
            CompletableFuture<Void> closing = small.closeAsync();
            Throwable reason = refused.handle((result, failure) -> failure)
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
            assertThat(reason).isInstanceOf(DatabaseClosedException.class);
            return closing;
        });

        await(closed);
    }

    @Test
    void theQueueIsBoundedInBytesButAnEmptyOneTakesAnyOperation() throws Exception {
        try (AsyncSqlite small = AsyncSqlite.open(SqliteOptions.file(directory.resolve("small.db"))
                .queueBytes(1_000)
                .build())) {
            await(small.execute("CREATE TABLE t(k)"));
            byte[] large = new byte[5_000];

            List<CompletableFuture<WriteResult>> futures = WriterGate.whileHeld(
                    small,
                    () -> List.of(
                            small.execute("INSERT INTO t VALUES (?)", (Object) large),
                            small.execute("INSERT INTO t VALUES (1)")));

            assertThat(await(futures.get(0)).rowsUpdated()).isEqualTo(1);
            assertThat(failureOf(futures.get(1))).isInstanceOf(QueueFullException.class);
        }
    }

    @Test
    void anOperationCancelledWhileQueuedNeverRunsAndFreesItsPlace() throws Exception {
        try (AsyncSqlite small = AsyncSqlite.open(SqliteOptions.file(directory.resolve("small.db"))
                .queueCapacity(2)
                .build())) {
            await(small.execute("CREATE TABLE t(k INTEGER)"));

            List<CompletableFuture<WriteResult>> futures = WriterGate.whileHeld(small, () -> {
                CompletableFuture<WriteResult> one = small.execute("INSERT INTO t VALUES (1)");
                CompletableFuture<WriteResult> two = small.execute("INSERT INTO t VALUES (2)");
                assertThat(one.cancel(true)).isTrue();
                assertThat(small.stats().queuedWrites()).isEqualTo(1);
                return List.of(one, two, small.execute("INSERT INTO t VALUES (3)"));
            });

            assertThat(futures.get(0)).isCancelled();
            await(futures.get(1));
            await(futures.get(2));
            assertThat(await(small.query("SELECT k FROM t ORDER BY k")
                            .mapTo(Long.class)
                            .list()))
                    .containsExactly(2L, 3L);
        }
    }
}
