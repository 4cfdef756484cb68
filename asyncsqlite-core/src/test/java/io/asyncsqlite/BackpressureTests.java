package io.asyncsqlite;

import static io.asyncsqlite.Futures.await;
import static io.asyncsqlite.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
                        .hasMessageStartingWith("Queue of 'small.db' is full (operations=3 of 3, bytes=")
                        .hasMessageEndingWith("the operation was not executed");
            }
            assertThat(await(
                            small.query("SELECT count(*) FROM t").as(Long.class).one()))
                    .isEqualTo(3);
        }
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
                            .as(Long.class)
                            .list()))
                    .containsExactly(2L, 3L);
        }
    }

    @Test
    void anOperationThatTheWriterHasTakenButNotStartedCanStillBeCancelled() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        // The first holds the writer until both others wait, so that it takes them together.
        List<CompletableFuture<?>> taken = WriterGate.whileHeld(
                db,
                () -> List.of(
                        db.write(connection -> {
                            entered.countDown();
                            return cancelled.await(20, TimeUnit.SECONDS);
                        }),
                        db.execute("INSERT INTO t VALUES (1)")));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(db.stats().queuedWrites()).isZero();

        assertThat(taken.get(1).cancel(true)).isTrue();
        cancelled.countDown();

        assertThat(await(taken.get(0))).isEqualTo(true);
        await(db.execute("INSERT INTO t VALUES (2)"));
        assertThat(await(db.query("SELECT k FROM t").as(Long.class).list())).containsExactly(2L);
    }
}
