package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.SingleThread;
import io.asyncsqlite.testing.WriterGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** User code runs on the callback executor, and database threads never wait. */
@Timeout(60)
class CallbackTests extends AppDatabase {

    @Test
    void callbacksRunOnTheCallbackExecutor() throws Exception {
        ExecutorService executor = SingleThread.executor();
        try (AsyncSqlite other = AsyncSqlite.open(SqliteOptions.file(directory.resolve("other.db"))
                .callbackExecutor(executor)
                .build())) {
            List<String> threads = new ArrayList<>();
            // Held, so that the dependent stage is there before the operation completes.
            CompletableFuture<Void> done = WriterGate.whileHeld(
                    other,
                    () -> other.execute("CREATE TABLE t(k)")
                            .thenAccept(
                                    result -> threads.add(Thread.currentThread().getName())));
            await(done);
            // A future with a dependent stage is not completed by the thread that waits for it.
            await(other.query("SELECT 1")
                    .map(row -> threads.add(Thread.currentThread().getName()))
                    .list()
                    .thenApply(rows -> rows));
            await(other.inTransaction(tx -> {
                threads.add(Thread.currentThread().getName());
                return CompletableFuture.completedFuture(null);
            }));

            assertThat(threads).containsExactly("callbacks", "callbacks", "callbacks");
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void waitingOnADatabaseThreadFailsAtOnce() throws Exception {
        assertThat(failureOf(db.write(
                        connection -> db.execute("INSERT INTO t VALUES (1)").join())))
                .isInstanceOf(DatabaseThreadException.class)
                .hasMessageContaining(
                        "Thread 'asyncsqlite-writer-app.db' runs the operations of a database and must not wait");
        assertThat(failureOf(db.read(connection ->
                        db.execute("INSERT INTO t VALUES (2)").thenApply(r -> r).get())))
                .isInstanceOf(DatabaseThreadException.class);
        assertThat(failureOf(db.read(connection -> db.query("SELECT 1").list().get(1, TimeUnit.SECONDS))))
                .isInstanceOf(DatabaseThreadException.class);
        assertThat(failureOf(db.write(connection -> {
                    db.close();
                    return null;
                })))
                .isInstanceOf(DatabaseThreadException.class);

        // The operation that was submitted before the refused wait has run: the queue went on.
        assertThat(await(db.<List<Row>>write(connection ->
                        connection.query("SELECT k FROM t ORDER BY k").list())))
                .extracting(row -> row.getLong(0))
                .containsExactly(1L, 2L);
    }

    @Test
    void aCallbackMayWaitForANeighbourInItsGroup() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try (AsyncSqlite other = AsyncSqlite.open(SqliteOptions.file(directory.resolve("other.db"))
                .callbackExecutor(two)
                .build())) {
            await(other.execute("CREATE TABLE t(k INTEGER)"));

            List<CompletableFuture<Long>> chained = WriterGate.whileHeld(other, () -> {
                List<CompletableFuture<WriteResult>> inserts = IntStream.range(0, 20)
                        .mapToObj(i -> other.execute("INSERT INTO t VALUES (1)"))
                        .toList();
                // The first of the group waits for the last.
                return List.of(inserts.get(0)
                        .thenApply(first -> CompletableFuture.allOf(inserts.get(19))
                                .thenApply(x -> inserts.get(19).join().lastInsertRowid())
                                .orTimeout(20, TimeUnit.SECONDS)
                                .join()));
            });

            assertThat(await(chained.get(0))).isEqualTo(20);
        } finally {
            two.shutdown();
        }
    }

    @Test
    void aRefusingCallbackExecutorLosesNothing() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        try (AsyncSqlite other = AsyncSqlite.open(SqliteOptions.file(directory.resolve("other.db"))
                .callbackExecutor(task -> {
                    refused.incrementAndGet();
                    throw new RejectedExecutionException("full");
                })
                .build())) {
            await(other.execute("CREATE TABLE t(k)"));
            boolean seven =
                    await(other.query("SELECT 7").mapTo(Long.class).one().thenApply(n -> n.equals(7L)));
            assertThat(seven).isTrue();
        }
        assertThat(refused.get()).isPositive();
    }

    @Test
    void recursiveCompositionDoesNotOverflowTheStack() throws Exception {
        assertThat(countDown(20_000).get(50, TimeUnit.SECONDS)).isZero();
    }

    private CompletableFuture<Integer> countDown(int n) {
        return n == 0
                ? CompletableFuture.completedFuture(0)
                : db.query("SELECT 1").list().thenCompose(rows -> countDown(n - 1));
    }

    @Test
    void listenersAreToldOfEveryOperation() throws Exception {
        List<SqliteListener.FinishedOperation> finished = new CopyOnWriteArrayList<>();
        SqliteListener faulty = new SqliteListener() {
            @Override
            public void operationFinished(FinishedOperation operation) {
                throw new IllegalStateException("a listener's own fault");
            }
        };
        SqliteListener recorder = new SqliteListener() {
            @Override
            public void operationFinished(FinishedOperation operation) {
                finished.add(operation);
            }
        };
        ExecutorService callbacks = SingleThread.executor();
        try (AsyncSqlite other = AsyncSqlite.open(SqliteOptions.file(directory.resolve("other.db"))
                .listener(faulty)
                .listener(recorder)
                .callbackExecutor(callbacks)
                .build())) {
            await(other.execute("CREATE TABLE t(k UNIQUE)"));
            await(other.query("SELECT 1").list());
            failureOf(other.execute("INSERT INTO t VALUES (1), (1)"));
            await(other.<WriteResult>inTransaction(tx -> tx.execute("INSERT INTO t VALUES (1)")));
            await(Collector.collect(other.query("SELECT 1").stream()));
        }
        // The stream as a whole ends after its last signal.
        await(callbacks.submit(() -> {}));
        callbacks.shutdown();

        assertThat(finished)
                .extracting(operation -> operation.kind() + " " + operation.succeeded())
                .containsExactly(
                        "WRITE true", "READ true", "WRITE false", "WRITE true", "TRANSACTION true", "STREAM true");
        assertThat(finished).allSatisfy(operation -> {
            assertThat(operation.database()).isEqualTo("other.db");
            assertThat(operation.queueTime()).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(operation.runTime()).isPositive();
        });
    }
}
