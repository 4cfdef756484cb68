package io.asyncsqlite;

import static io.asyncsqlite.Futures.await;
import static io.asyncsqlite.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queues, callbacks, readers and close. */
@Timeout(60)
class ConcurrencyTests {

    @TempDir
    Path directory;

    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(directory.resolve("app.db"));
        await(db.execute("CREATE TABLE t(k INTEGER)"));
    }

    @AfterEach
    void close() {
        db.close();
        assertThat(Threads.of("app.db")).isEmpty();
    }

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
            await(other.query("SELECT 1")
                    .map(row -> threads.add(Thread.currentThread().getName()))
                    .list());
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

        // What was submitted before the wait was refused has run: the queue went on.
        assertThat(await(db.<List<Row>>write(connection -> connection.list("SELECT k FROM t ORDER BY k"))))
                .extracting(row -> row.longValue(0))
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
            assertThat(await(other.query("SELECT 7").as(Long.class).one())).isEqualTo(7);
        }
        assertThat(refused.get()).isPositive();
    }

    @Test
    void recursiveCompositionDoesNotOverflowTheStack() throws Exception {
        assertThat(await(countDown(20_000))).isZero();
    }

    private CompletableFuture<Integer> countDown(int n) {
        return n == 0
                ? CompletableFuture.completedFuture(0)
                : db.query("SELECT 1").list().thenCompose(rows -> countDown(n - 1));
    }

    @Test
    void readsRunBesideALongWrite() throws Exception {
        await(db.execute("INSERT INTO t VALUES (1)"));

        List<Long> seen = WriterGate.whileHeld(db, () -> {
            CompletableFuture<WriteResult> queued = db.execute("INSERT INTO t VALUES (2)");
            List<Long> keys = db.query("SELECT k FROM t").as(Long.class).list().join();
            assertThat(queued).isNotDone();
            return keys;
        });

        assertThat(seen).containsExactly(1L);
    }

    @Test
    void aReadSubmittedAfterAWriteCompletedSeesIt() throws Exception {
        for (int i = 1; i <= 300; i++) {
            long expected = i;
            CompletableFuture<Long> count = db.execute("INSERT INTO t VALUES (?)", i)
                    .thenCompose(done ->
                            db.query("SELECT count(*) FROM t").as(Long.class).one());
            assertThat(await(count)).isEqualTo(expected);
        }
    }

    @Test
    void aReadSeesOneSnapshot() throws Exception {
        CountDownLatch firstRead = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);

        CompletableFuture<List<Long>> read = db.read(connection -> {
            long before =
                    connection.first("SELECT count(*) FROM t").orElseThrow().longValue(0);
            firstRead.countDown();
            assertThat(written.await(20, TimeUnit.SECONDS)).isTrue();
            return List.of(
                    before, connection.list("SELECT count(*) FROM t").get(0).longValue(0));
        });
        assertThat(firstRead.await(20, TimeUnit.SECONDS)).isTrue();
        await(db.execute("INSERT INTO t VALUES (1)"));
        written.countDown();

        assertThat(await(read)).containsExactly(0L, 0L);
    }

    @Test
    void readersCannotWrite() throws Exception {
        assertThat(failureOf(db.read(connection -> connection.execute("INSERT INTO t VALUES (1)"))))
                .isInstanceOfSatisfying(
                        StatementException.class,
                        failure -> assertThat(failure.code().primary()).isEqualTo(8));
        assertThat(await(db.query("INSERT INTO t VALUES (1) RETURNING k")
                        .as(Long.class)
                        .one()))
                .isEqualTo(1);
    }

    @Test
    void asManyReadersRunAsAreAllowed() throws Exception {
        try (AsyncSqlite other = AsyncSqlite.open(
                SqliteOptions.file(directory.resolve("other.db")).readers(3).build())) {
            CountDownLatch together = new CountDownLatch(3);
            List<CompletableFuture<Boolean>> reads = IntStream.range(0, 3)
                    .mapToObj(i -> other.<Boolean>read(connection -> {
                        together.countDown();
                        return together.await(20, TimeUnit.SECONDS);
                    }))
                    .toList();

            for (CompletableFuture<Boolean> read : reads) {
                assertThat(await(read)).isTrue();
            }
            assertThat(other.stats().openReaders()).isEqualTo(3);
        }
    }

    @Test
    void aMemoryDatabaseHasOneConnectionForEverything() throws Exception {
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            await(memory.execute("CREATE TABLE t(k)"));
            await(memory.execute("INSERT INTO t VALUES (1)"));

            String thread = await(memory.<String>read(connection -> {
                assertThat(connection.list("SELECT * FROM t")).hasSize(1);
                return Thread.currentThread().getName();
            }));

            assertThat(thread).isEqualTo("asyncsqlite-writer-memory");
            assertThat(await(memory.query("SELECT k FROM t").list())).hasSize(1);
            assertThat(Threads.of("memory")).hasSize(1).allMatch(Thread::isDaemon);
        }
        assertThat(Threads.of("memory")).isEmpty();
    }

    @Test
    void aRollbackJournalHasOneConnectionForEverything() throws Exception {
        try (AsyncSqlite other = AsyncSqlite.open(SqliteOptions.file(directory.resolve("journal.db"))
                .journalMode(JournalMode.DELETE)
                .build())) {
            await(other.execute("CREATE TABLE t(k)"));
            await(other.execute("INSERT INTO t VALUES (1)"));
            assertThat(await(other.query("SELECT k FROM t").as(Long.class).list()))
                    .containsExactly(1L);
            assertThat(await(other.query("PRAGMA journal_mode").as(String.class).one()))
                    .isEqualTo("delete");
            assertThat(Threads.of("journal.db")).hasSize(1);
        }
    }

    @Test
    void closeFinishesWhatWasAccepted() throws Exception {
        List<CompletableFuture<WriteResult>> accepted = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            accepted.add(db.execute("INSERT INTO t VALUES (?)", i));
        }
        CompletableFuture<Long> count = db.inTransaction(
                tx -> tx.query("SELECT count(*) FROM t").as(Long.class).one());

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
        assertThat(ForkJoinPool.commonPool().awaitQuiescence(20, TimeUnit.SECONDS))
                .isTrue();
        assertThat(succeeded.get() + refused.get()).isEqualTo(submitted.get());
        try (AsyncSqlite again = AsyncSqlite.open(directory.resolve("app.db"))) {
            assertThat(await(again.query("SELECT count(*) FROM t")
                            .as(Integer.class)
                            .one()))
                    .isEqualTo(succeeded.get());
        }
    }

    @Test
    void aFileIsItsOwnersOnly() throws Exception {
        await(db.execute("INSERT INTO t VALUES (1)"));

        for (String name : List.of("app.db", "app.db-wal", "app.db-shm")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theSettingsAreThoseOfTheOptions() throws Exception {
        assertThat(await(db.query("PRAGMA journal_mode").as(String.class).one()))
                .isEqualTo("wal");
        assertThat(await(db.query("PRAGMA synchronous").as(Long.class).one())).isEqualTo(2);
        assertThat(await(db.query("PRAGMA foreign_keys").as(Long.class).one())).isEqualTo(1);
        assertThat(await(db.query("PRAGMA trusted_schema").as(Long.class).one()))
                .isZero();
        assertThat(await(db.query("PRAGMA busy_timeout").as(Long.class).one())).isEqualTo(5_000);
        assertThat(await(db.query("PRAGMA cache_size").as(Long.class).one())).isEqualTo(-16_384);
        for (Synchronous synchronous : Synchronous.values()) {
            try (AsyncSqlite other = AsyncSqlite.open(SqliteOptions.file(directory.resolve("other.db"))
                    .synchronous(synchronous)
                    .foreignKeys(false)
                    .build())) {
                assertThat(await(other.query("PRAGMA synchronous")
                                .as(Integer.class)
                                .one()))
                        .isEqualTo(synchronous.level());
                assertThat(await(other.query("PRAGMA foreign_keys")
                                .as(Long.class)
                                .one()))
                        .isZero();
            }
        }
    }

    @Test
    void anotherProcessThatHoldsTheLockMakesItBusy() throws Exception {
        db.close();
        try (AsyncSqlite impatient = AsyncSqlite.open(SqliteOptions.file(directory.resolve("app.db"))
                        .name("impatient")
                        .busyTimeout(Duration.ofMillis(50))
                        .build());
                var holder = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("app.db"));
                var statement = holder.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertThat(failureOf(impatient.execute("INSERT INTO t VALUES (1)")))
                    .isInstanceOfSatisfying(
                            BusyException.class,
                            busy -> assertThat(busy.retryable()).isTrue());
            assertThat(failureOf(impatient.write(connection -> connection.execute("INSERT INTO t VALUES (1)"))))
                    .isInstanceOf(BusyException.class);

            statement.execute("ROLLBACK");
            assertThat(await(impatient.execute("INSERT INTO t VALUES (1)")).rowsUpdated())
                    .isEqualTo(1);
        }
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

    @Test
    void messagesAndThreadsNameTheDatabase() {
        assertThat(db.name()).isEqualTo("app.db");
        assertThat(Threads.of("app.db")).extracting(Thread::getName).contains("asyncsqlite-writer-app.db");
        assertThatThrownBy(() -> SqliteOptions.memory().name("").build()).hasMessage("name must not be blank");
    }
}
