package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.WriterGate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The view of a database for code that waits. */
@Timeout(60)
class BlockingTests {

    private static final String ENDLESS_ROWS =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
    private static final String NUMBERS =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT i FROM n";

    private record Note(long id, String body) {}

    @TempDir
    Path directory;

    private AsyncSqlite async;
    private BlockingSqlite db;

    @BeforeEach
    void open() {
        async = AsyncSqlite.open(SqliteOptions.file(directory.resolve("blocking.db"))
                .queueCapacity(2)
                .build());
        db = async.blocking();
        db.executeScript("CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
    }

    @AfterEach
    void close() {
        async.close();
    }

    private long count() {
        return db.query("SELECT count(*) FROM note").mapTo(Long.class).one();
    }

    @Test
    void verbsReturnResults() {
        assertThat(db.execute("INSERT INTO note(body) VALUES (?)", "a")).isEqualTo(new WriteResult(1, 1));
        assertThat(db.executeMany("INSERT INTO note(body) VALUES (?)", List.of(List.of("b"), List.of("c"))))
                .isEqualTo(2);

        assertThat(db.query("SELECT id, body FROM note").mapTo(Note.class).list())
                .containsExactly(new Note(1, "a"), new Note(2, "b"), new Note(3, "c"));
        assertThat(db.query("SELECT body FROM note")
                        .map(row -> row.getString(0))
                        .first())
                .contains("a");
        assertThat(db.query("SELECT id FROM note WHERE body = ?", "x")
                        .mapTo(Long.class)
                        .findOne())
                .isEmpty();
        assertThat(db.query("DELETE FROM note RETURNING id").mapTo(Long.class).result())
                .isEqualTo(new QueryResult<>(List.of(1L, 2L, 3L), new WriteResult(3, 0)));
    }

    @Test
    void failureIsTheExceptionItselfAndKnowsTheCaller() {
        Throwable failure = catchThrowable(() -> db.execute("INSERT INTO note(body) VALUES (NULL)"));

        assertThat(failure).isInstanceOf(ConstraintException.class);
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(failure.getSuppressed()[0].getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith(BlockingTests.class.getName()));
    }

    @Test
    void transactionCommitsWhatItsWorkReturns() {
        long id = db.inTransaction(tx -> {
            tx.execute("INSERT INTO note(body) VALUES ('a')");
            return tx.query("SELECT max(id) FROM note").mapTo(Long.class).one();
        });

        assertThat(id).isEqualTo(1);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void transactionIsRolledBackByWhatItsWorkThrows() {
        assertThatThrownBy(() -> db.inTransaction(tx -> {
                    tx.execute("INSERT INTO note(body) VALUES ('a')");
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no");

        assertThat(count()).isZero();
    }

    @Test
    void workMayEndItsTransactionItself() {
        db.inTransaction(tx -> {
            tx.execute("INSERT INTO note(body) VALUES ('a')");
            tx.commit();
            return 1;
        });
        db.inTransaction(tx -> {
            tx.execute("INSERT INTO note(body) VALUES ('b')");
            tx.rollback();
            return 1;
        });

        assertThat(db.query("SELECT body FROM note").mapTo(String.class).list()).containsExactly("a");
    }

    @Test
    void transactionHandleRollsBackUnlessCommitted() {
        try (BlockingTransaction tx = db.begin()) {
            tx.execute("INSERT INTO note(body) VALUES ('a')");
        }
        assertThat(count()).isZero();

        try (BlockingTransaction tx = db.begin()) {
            tx.execute("INSERT INTO note(body) VALUES ('a')");
            tx.savepoint("s");
            tx.execute("INSERT INTO note(body) VALUES ('b')");
            tx.rollbackTo("s");
            tx.release("s");
            tx.commit();
        }
        assertThat(db.query("SELECT body FROM note").mapTo(String.class).list()).containsExactly("a");
    }

    @Test
    void handleOfAnAsynchronousTransactionRollsBackWhenClosed() throws Exception {
        try (OpenTransaction tx = await(async.begin())) {
            await(tx.execute("INSERT INTO note(body) VALUES ('a')"));
        }
        assertThat(count()).isZero();

        CompletableFuture<Void> committed;
        try (OpenTransaction tx = await(async.begin())) {
            await(tx.execute("INSERT INTO note(body) VALUES ('a')"));
            committed = tx.commit();
        }
        await(committed);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void readOnlyTransactionKeepsItsSnapshot() {
        long seen = db.inTransaction(TransactionMode.READ_ONLY, tx -> {
            long before =
                    tx.query("SELECT count(*) FROM note").mapTo(Long.class).one();
            db.execute("INSERT INTO note(body) VALUES ('a')");
            return before
                    + tx.query("SELECT count(*) FROM note").mapTo(Long.class).one();
        });

        assertThat(seen).isZero();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void lambdasRunOnDatabaseThreads() {
        String writing = db.write(connection -> {
            connection.execute("INSERT INTO note(body) VALUES ('a')");
            return Thread.currentThread().getName();
        });
        long rows = db.read(connection ->
                connection.query("SELECT count(*) FROM note").mapTo(Long.class).one());

        assertThat(writing).startsWith("asyncsqlite-writer-");
        assertThat(rows).isEqualTo(1);
        assertThatThrownBy(() -> db.write(connection -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("no");
    }

    @Test
    void forEachRunsOnTheThreadThatWaits() {
        Thread caller = Thread.currentThread();
        List<Long> seen = new ArrayList<>();

        long rows = db.query(NUMBERS).mapTo(Long.class).forEach(i -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            seen.add(i);
        });

        assertThat(rows).isEqualTo(10_000);
        assertThat(seen).hasSize(10_000).isSorted();
    }

    @Test
    void forEachEndsWithWhatItsActionThrowsOrSqliteReports() {
        List<Long> seen = new ArrayList<>();

        assertThatThrownBy(() -> db.query(NUMBERS).mapTo(Long.class).forEach(i -> {
                    seen.add(i);
                    if (i == 300) {
                        throw new IllegalStateException("enough");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        assertThat(seen).hasSize(300);
        assertThatThrownBy(() -> db.query("SELECT x").forEach(row -> {})).isInstanceOf(StatementException.class);
    }

    @Test
    void interruptCancelsAQueryAndLeavesTheThreadInterrupted() throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            Throwable failure = catchThrowable(() -> db.query(Endless.SELECT).one());
            ended.complete(failure instanceof OperationInterruptedException interrupted
                    && interrupted.outcome() == Outcome.UNKNOWN
                    && Thread.currentThread().isInterrupted());
        });
        waiting.start();
        awaitUntil(() -> async.stats().busyReaders() > 0);

        waiting.interrupt();

        assertThat(await(ended)).isTrue();
        // All readers are free again.
        assertThat(db.withTimeout(Duration.ofSeconds(20)).query("SELECT 1").list())
                .hasSize(1);
        awaitUntil(() -> async.stats().busyReaders() == 0);
    }

    @Test
    void interruptRollsATransactionBack() throws Exception {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread waiting = new Thread(() -> ended.complete(catchThrowable(() -> db.inTransaction(tx -> {
            tx.execute("INSERT INTO note(body) VALUES ('a')");
            Thread.currentThread().interrupt();
            return tx.query("SELECT count(*) FROM note").one();
        }))));
        waiting.start();

        assertThat(await(ended)).isInstanceOf(OperationInterruptedException.class);
        assertThat(count()).isZero();
        db.execute("INSERT INTO note(body) VALUES ('b')");
    }

    @Test
    void interruptEndsAnIteration() throws Exception {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        CountDownLatch first = new CountDownLatch(1);
        Thread waiting = new Thread(() ->
                ended.complete(catchThrowable(() -> db.query(ENDLESS_ROWS).forEach(row -> first.countDown()))));
        waiting.start();
        assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();

        waiting.interrupt();

        assertThat(await(ended)).isInstanceOf(OperationInterruptedException.class);
    }

    @Test
    void iterationInterruptedBeforeItsFirstRowKeepsNoConnection() {
        try (AsyncSqlite one = AsyncSqlite.open(SqliteOptions.file(directory.resolve("one.db"))
                .streamConnections(1)
                .readers(1)
                .build())) {
            Thread.currentThread().interrupt();

            Throwable failure =
                    catchThrowable(() -> one.blocking().query(ENDLESS_ROWS).forEach(row -> {}));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure).isInstanceOf(OperationInterruptedException.class);
            awaitUntil(() -> readsManyRows(one));
        }
    }

    /** Tells whether the only connection for streams, which so many rows need, is free. */
    private static boolean readsManyRows(AsyncSqlite one) {
        try {
            return one.blocking().query(NUMBERS.replace("10000", "300000")).forEach(row -> {}) == 300_000;
        } catch (ConnectionLimitException e) {
            return false;
        }
    }

    @Test
    void fullQueueMakesTheCallerWait() throws Exception {
        List<CompletableFuture<WriteResult>> callers = new ArrayList<>();

        CompletableFuture<WriteResult> refused = WriterGate.whileHeld(async, () -> {
            for (int i = 0; i < 8; i++) {
                callers.add(onAnotherThread(() -> db.execute("INSERT INTO note(body) VALUES (?)", "by a thread")));
            }
            awaitUntil(() -> async.stats().queuedWrites() == 2);
            return async.execute("INSERT INTO note(body) VALUES ('refused')");
        });

        assertThat(failureOf(refused)).isInstanceOf(QueueFullException.class);
        for (CompletableFuture<WriteResult> caller : callers) {
            await(caller);
        }
        assertThat(count()).isEqualTo(8);
    }

    @Test
    void timeIsThatOfTheView() {
        assertThatThrownBy(() -> async.withTimeout(Duration.ofMillis(50))
                        .blocking()
                        .query(Endless.SELECT)
                        .one())
                .isInstanceOf(OperationTimeoutException.class);
        assertThatThrownBy(() -> db.withTimeout(Duration.ofMillis(50))
                        .query(Endless.SELECT)
                        .one())
                .isInstanceOf(OperationTimeoutException.class);
    }

    @Test
    void threadOfADatabaseDoesNotWait() throws Exception {
        assertThat(failureOf(async.read(connection -> db.execute("SELECT 1"))))
                .isInstanceOf(DatabaseThreadException.class);
        assertThat(failureOf(async.read(connection -> db.query("SELECT 1").forEach(row -> {}))))
                .isInstanceOf(DatabaseThreadException.class);
    }

    private static <T> CompletableFuture<T> onAnotherThread(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        thread.start();
        return done;
    }

    private static void awaitUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
