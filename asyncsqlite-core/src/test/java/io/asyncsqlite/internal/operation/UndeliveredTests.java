package io.asyncsqlite.internal.operation;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.RowQuery;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.testing.BusyExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Results that wait for the callback executor are bounded in bytes: beyond that nothing further is run. */
@Timeout(60)
class UndeliveredTests {

    private static final int RESULT_BYTES = 100_000;
    private static final int QUEUE_BYTES = 1_000_000;
    private static final int MANY = 200;

    /** Workers ask before they take an operation, and hand over at most 16 reads, or 4 MiB of a group, at once. */
    private static final int MOST_DELIVERED = QUEUE_BYTES / RESULT_BYTES + 50;

    private final BusyExecutor executor = new BusyExecutor();

    /** Ends the transaction to which operations were submitted. */
    private Supplier<CompletableFuture<Void>> end = () -> CompletableFuture.completedFuture(null);

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        executor.close();
    }

    enum Where {
        READERS,
        WRITER,
        TRANSACTION,
        CONNECTION
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    void noFurtherOperationRunsWhileTheResultsAreTooMany(Where where) throws Exception {
        try (AsyncSqlite db = open(Duration.ofSeconds(2))) {
            List<CompletableFuture<Integer>> results = submitWhileBusy(db, where);

            assertThat(succeeded(results)).isLessThan(MANY / 2);
            assertThat(held(results)).isGreaterThanOrEqualTo(MANY - 2 * MOST_DELIVERED);
            await(end.get());
            assertThat(await(db.withTimeout(Duration.ofSeconds(20))
                            .query("SELECT 1")
                            .mapTo(Integer.class)
                            .one()))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    void heldOperationsRunOnceTheExecutorTakesTheResults(Where where) throws Exception {
        try (AsyncSqlite db = open(Duration.ofSeconds(30))) {
            List<CompletableFuture<Integer>> results = submit(db, where);
            executor.awaitWaiting(1);
            executor.release();

            assertThat(succeeded(results)).isEqualTo(MANY);
            await(end.get());
        }
    }

    @Test
    void closingEmptiesTheQueueWhileTheExecutorIsBusy() throws Exception {
        AsyncSqlite db = open(Duration.ofSeconds(30));
        List<CompletableFuture<Integer>> results = submit(db, Where.READERS);

        db.close();

        executor.release();
        assertThat(succeeded(results)).isEqualTo(MANY);
    }

    @Test
    void operationThatARunningCallbackWaitsForIsNotHeld() throws Exception {
        try (AsyncSqlite db = open(Duration.ofSeconds(10))) {
            CompletableFuture<Integer> inner = db.query("SELECT zeroblob(?)", 2 * QUEUE_BYTES)
                    .mapTo(byte[].class)
                    .one()
                    .thenApply(large ->
                            db.query("SELECT 7").mapTo(Integer.class).one().join());

            assertThat(await(inner)).isEqualTo(7);
        }
    }

    private AsyncSqlite open(Duration operationTimeout) throws Exception {
        AsyncSqlite db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("results.db"))
                .queueBytes(QUEUE_BYTES)
                .operationTimeout(operationTimeout)
                .transactionTimeout(Duration.ofSeconds(30))
                .readers(2)
                .callbackExecutor(executor)
                .build());
        await(db.withTimeout(Duration.ofSeconds(20)).execute("CREATE TABLE t(v)"));
        return db;
    }

    /** Submits operations while the executor is busy, and lets it go on once all of them have ended in one way or the other. */
    private List<CompletableFuture<Integer>> submitWhileBusy(AsyncSqlite db, Where where) throws Exception {
        List<CompletableFuture<Integer>> results = submit(db, where);
        // One task for each that has expired, and some for those that were run.
        executor.awaitWaiting(MANY - MOST_DELIVERED);
        executor.release();
        return results;
    }

    private List<CompletableFuture<Integer>> submit(AsyncSqlite db, Where where) throws Exception {
        return switch (where) {
            case READERS -> submit(() -> db.query("SELECT zeroblob(?)", RESULT_BYTES));
            case WRITER -> submit(() -> db.query("INSERT INTO t VALUES (1) RETURNING zeroblob(?)", RESULT_BYTES));
            case TRANSACTION -> {
                OpenTransaction transaction = await(db.begin());
                end = transaction::rollback;
                yield submit(() -> transaction.query("SELECT zeroblob(?)", RESULT_BYTES));
            }
            case CONNECTION -> {
                AsyncConnection connection = await(db.connect());
                end = connection::closeAsync;
                yield submit(() -> connection.query("SELECT zeroblob(?)", RESULT_BYTES));
            }
        };
    }

    private List<CompletableFuture<Integer>> submit(Supplier<RowQuery> query) throws InterruptedException {
        executor.holdWhenIdle();
        return IntStream.range(0, MANY)
                .mapToObj(i -> query.get().mapTo(byte[].class).one().thenApply(bytes -> bytes.length))
                .toList();
    }

    private static int held(List<CompletableFuture<Integer>> results) throws Exception {
        int held = 0;
        for (CompletableFuture<Integer> result : results) {
            held += failureOf(result) instanceof OperationTimeoutException late
                            && late.getMessage().contains("results wait for the callback executor")
                    ? 1
                    : 0;
        }
        return held;
    }

    private static int succeeded(List<CompletableFuture<Integer>> results) throws Exception {
        int succeeded = 0;
        for (CompletableFuture<Integer> result : results) {
            succeeded += failureOf(result) == null ? 1 : 0;
        }
        return succeeded;
    }
}
