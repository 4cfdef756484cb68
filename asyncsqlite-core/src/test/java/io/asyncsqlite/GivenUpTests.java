package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.Threads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every future that the API returns stops its work if it is completed by anything but that work. */
@Timeout(60)
class GivenUpTests extends AppDatabase {

    /** A way to complete a future. */
    private enum Way {
        CANCEL(future -> future.cancel(true)),
        OR_TIMEOUT(future -> future.orTimeout(1, TimeUnit.MILLISECONDS)),
        COMPLETE_ON_TIMEOUT(future -> future.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS)),
        COMPLETE(future -> future.complete(null)),
        COMPLETE_EXCEPTIONALLY(future -> future.completeExceptionally(new IllegalStateException("given up"))),
        COMPLETE_ASYNC(future -> future.completeAsync(() -> null));

        private final Consumer<CompletableFuture<?>> action;

        Way(Consumer<CompletableFuture<?>> action) {
            this.action = action;
        }
    }

    /** Work that lasts until it is stopped. */
    private enum Work {
        EXECUTE(db -> db.execute(Endless.INSERT)),
        EXECUTE_MANY(db -> db.executeMany(
                "INSERT INTO t(k) WITH RECURSIVE n(i) AS (VALUES (?) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
                List.of(List.of(1)))),
        EXECUTE_SCRIPT(db -> db.executeScript(Endless.INSERT)),
        QUERY(db -> db.query(Endless.SELECT).list()),
        WRITE(db -> db.write(connection -> connection.execute(Endless.INSERT))),
        READ(db -> db.read(connection -> connection.query(Endless.SELECT).list())),
        TRANSACTION(db -> db.inTransaction(
                tx -> tx.execute("INSERT INTO t VALUES (1)").thenCompose(done -> new CompletableFuture<>()))),
        OPERATION_OF_A_TRANSACTION(db -> await(db.begin()).execute(Endless.INSERT)),
        NESTED_TRANSACTION(db -> await(db.begin()).inTransaction(nested -> nested.execute(Endless.INSERT))),
        BEGIN(db -> {
            // Waits for the transaction before it.
            await(db.begin());
            return db.begin();
        }),
        CONNECTION(db -> await(db.connect()).execute(Endless.INSERT)),
        TRANSACTION_OF_A_CONNECTION(db -> await(db.connect()).inTransaction(tx -> new CompletableFuture<>())),
        CURSOR(db -> await(db.connect()).cursor(Endless.INSERT + " RETURNING k"));

        interface Start {
            CompletableFuture<?> on(AsyncSqlite db) throws Exception;
        }

        private final Start start;

        Work(Start start) {
            this.start = start;
        }
    }

    static Stream<Object[]> combinations() {
        return Stream.of(Work.values()).flatMap(work -> Stream.of(Way.values()).map(way -> new Object[] {work, way}));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void workIsStoppedWhereverItsFutureIsCompleted(Work work, Way way) throws Exception {
        SqliteOptions patient = SqliteOptions.file(directory.resolve("patient.db"))
                .operationTimeout(Duration.ofHours(1))
                .transactionTimeout(Duration.ofHours(1))
                .build();
        try (AsyncSqlite other = AsyncSqlite.open(patient)) {
            await(other.execute("CREATE TABLE t(k)"));
            CompletableFuture<?> future = work.start.on(other);

            way.action.accept(future);

            assertThat(future.handle((result, failure) -> true).get(20, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(other.close(Duration.ofMillis(way == Way.CANCEL ? 0 : 20)))
                    .isGreaterThanOrEqualTo(0);
        }
        assertThat(Threads.of("patient.db")).isEmpty();
    }

    @Test
    void cancelledNestedTransactionIsUndoneAndTheOuterOneGoesOn() throws Exception {
        CompletableFuture<Void> never = new CompletableFuture<>();
        Function<Transaction, CompletableFuture<Void>> endless =
                nested -> nested.execute("INSERT INTO t VALUES (1)").thenCompose(done -> never);

        await(db.<WriteResult>inTransaction(tx -> {
            CompletableFuture<Void> inserted = new CompletableFuture<>();
            CompletableFuture<Void> nested = tx.inTransaction(inner -> inner.execute("INSERT INTO t VALUES (2)")
                    .thenCompose(done -> inner.<Void>inTransaction(innermost -> {
                        CompletableFuture<Void> stage = endless.apply(innermost);
                        Callbacks.whenDone(
                                innermost.query("SELECT 1").list(), (rows, failure) -> inserted.complete(null));
                        return stage;
                    })));
            return inserted.thenCompose(done -> {
                nested.cancel(true);
                return tx.execute("INSERT INTO t VALUES (3)");
            });
        }));

        assertThat(await(db.query("SELECT k FROM t").mapTo(Long.class).list())).containsExactly(3L);
    }

    @Test
    void operationsOfACancelledNestedTransactionNeverRun() throws Exception {
        CompletableFuture<CompletableFuture<WriteResult>> late = new CompletableFuture<>();
        await(db.<WriteResult>inTransaction(tx -> {
            CompletableFuture<Void> nested = tx.inTransaction(inner -> {
                late.complete(inner.execute("INSERT INTO t VALUES (1)"));
                return new CompletableFuture<>();
            });
            return late.thenCompose(submitted -> {
                nested.cancel(true);
                return tx.execute("INSERT INTO t VALUES (2)");
            });
        }));

        // It ends, in one way or the other.
        failureOf(await(late));
        assertThat(await(db.query("SELECT k FROM t").mapTo(Long.class).list())).containsExactly(2L);
    }

    @Test
    void nestedTransactionCancelledBeforeItOpensLeavesNoSavepoint() throws Exception {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        await(db.<List<Long>>inTransaction(tx -> {
            tx.inTransaction(inner -> cancelled.thenCompose(done -> inner.execute("INSERT INTO t VALUES (1)")))
                    .cancel(true);
            cancelled.complete(null);
            CompletableFuture<WriteResult> other = tx.inTransaction(inner -> inner.execute("INSERT INTO t VALUES (2)"));
            return other.thenCompose(
                    done -> tx.query("SELECT k FROM t").mapTo(Long.class).list());
        }));

        assertThat(await(db.query("SELECT k FROM t").mapTo(Long.class).list())).containsExactly(2L);
    }
}
