package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closing finishes accepted operations, refuses later ones, and leaves nothing behind. */
@Timeout(60)
class CloseTests extends AppDatabase {

    @Test
    void closeFinishesWhatWasAccepted() throws Exception {
        List<CompletableFuture<WriteResult>> accepted = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            accepted.add(db.execute("INSERT INTO t VALUES (?)", i));
        }
        CompletableFuture<Long> count = db.inTransaction(
                tx -> tx.query("SELECT count(*) FROM t").mapTo(Long.class).one());

        db.close();

        for (CompletableFuture<WriteResult> future : accepted) {
            assertThat(await(future).rowsUpdated()).isEqualTo(1);
        }
        assertThat(await(count)).isEqualTo(5_000);
        assertThat(directory.resolve("app.db-wal")).doesNotExist();
        assertThat(directory.resolve("app.db-shm")).doesNotExist();
        assertThat(failureOf(db.execute("DELETE FROM t")))
                .isInstanceOf(DatabaseClosedException.class)
                .hasMessage("Database 'app.db' is closed: the operation was not executed");
        assertThat(failureOf(db.query("SELECT 1").list())).isInstanceOf(DatabaseClosedException.class);
        db.close();
    }

    @Test
    void closingWithoutBlockingDoesTheSameAndMayBeAskedForTwice() throws Exception {
        CompletableFuture<WriteResult> accepted = db.execute("INSERT INTO t VALUES (1)");

        CompletableFuture<Void> closed = db.closeAsync();
        CompletableFuture<Void> again = db.closeAsync();

        await(closed);
        await(again);
        assertThat(await(accepted)).isEqualTo(new WriteResult(1, 1));
        // The thread that tells it has not ended then.
        for (Thread thread : Threads.of("app.db")) {
            thread.join(20_000);
        }
        assertThat(Threads.of("app.db")).isEmpty();
        assertThat(directory.resolve("app.db-wal")).doesNotExist();
    }

    @Test
    void readsThatArriveWhileItClosesComplete() throws Exception {
        for (int i = 0; i < 100; i++) {
            AsyncSqlite other = AsyncSqlite.open(directory.resolve("other.db"));
            CountDownLatch start = new CountDownLatch(1);
            CompletableFuture<CompletableFuture<List<Row>>> submitted = CompletableFuture.supplyAsync(() -> {
                start.countDown();
                return other.query("SELECT 1").list();
            });
            assertThat(start.await(20, TimeUnit.SECONDS)).isTrue();
            other.close();

            Throwable failure = failureOf(await(submitted));
            assertThat(failure == null || failure instanceof DatabaseClosedException)
                    .isTrue();
            assertThat(Threads.of("other.db")).isEmpty();
            assertThat(directory.resolve("other.db-wal")).doesNotExist();
        }
    }

    @Test
    void everyFutureCompletesOnceWhenClosedUnderLoad() throws Exception {
        AtomicInteger submitted = new AtomicInteger();
        AtomicInteger succeeded = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        AtomicReference<Throwable> other = new AtomicReference<>();
        CountDownLatch running = new CountDownLatch(2_000);
        Semaphore open = new Semaphore(0);
        List<Thread> clients = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            Thread client = new Thread(() -> {
                while (refused.get() == 0 && other.get() == null) {
                    submitted.incrementAndGet();
                    db.execute("INSERT INTO t VALUES (1)").whenComplete((result, failure) -> {
                        if (failure == null) {
                            succeeded.incrementAndGet();
                        } else if (failure instanceof DatabaseClosedException) {
                            refused.incrementAndGet();
                        } else if (!(failure instanceof QueueFullException)) {
                            other.set(failure);
                        } else {
                            submitted.decrementAndGet();
                        }
                        open.release();
                        running.countDown();
                    });
                }
            });
            client.setDaemon(true);
            clients.add(client);
            client.start();
        }
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();

        db.close();

        for (Thread client : clients) {
            client.join(20_000);
        }
        assertThat(other.get()).isNull();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (succeeded.get() + refused.get() < submitted.get() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(succeeded.get() + refused.get()).isEqualTo(submitted.get());
        try (AsyncSqlite again = AsyncSqlite.open(directory.resolve("app.db"))) {
            assertThat(await(again.query("SELECT count(*) FROM t")
                            .mapTo(Integer.class)
                            .one()))
                    .isEqualTo(succeeded.get());
        }
    }
}
