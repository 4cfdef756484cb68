package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.testing.Collector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TransactionTests {

    @TempDir
    Path directory;

    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(directory.resolve("tx.db"));
        await(db.execute("CREATE TABLE t(k INTEGER PRIMARY KEY)"));
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void commitsWhenTheStageCompletes() throws Exception {
        long count = await(db.<Long>inTransaction(tx -> tx.execute("INSERT INTO t VALUES (1)")
                .thenCompose(one -> tx.execute("INSERT INTO t VALUES (2)"))
                .thenCompose(two ->
                        tx.query("SELECT count(*) FROM t").mapTo(Long.class).one())));

        assertThat(count).isEqualTo(2);
        assertThat(keys()).containsExactly(1L, 2L);
    }

    @Test
    void othersSeeNothingBeforeTheCommit() throws Exception {
        List<Long> seen = await(db.<List<Long>>inTransaction(tx -> tx.execute("INSERT INTO t VALUES (1)")
                .thenCompose(
                        one -> db.query("SELECT k FROM t").mapTo(Long.class).list())));

        assertThat(seen).isEmpty();
        assertThat(keys()).containsExactly(1L);
    }

    @Test
    void rollsBackWhenTheStageFails() throws Exception {
        IllegalStateException reason = new IllegalStateException("no");

        assertThat(failureOf(db.inTransaction(
                        tx -> tx.execute("INSERT INTO t VALUES (1)").thenApply(done -> {
                            throw reason;
                        }))))
                .isSameAs(reason);
        assertThat(keys()).isEmpty();
    }

    @Test
    void rollsBackWhenTheFunctionThrowsOrGivesNothing() throws Exception {
        assertThat(failureOf(db.inTransaction(tx -> {
                    throw new IllegalStateException("at once");
                })))
                .hasMessage("at once");
        assertThat(failureOf(db.<Void>inTransaction(tx -> {
                    insert(tx, 1);
                    return null;
                })))
                .hasMessageContaining("must return a stage");
        assertThat(keys()).isEmpty();
    }

    @Test
    void aFailedStatementIsUndoneAndTheTransactionGoesOn() throws Exception {
        await(db.<WriteResult>inTransaction(tx -> insert(tx, 1)
                .thenCompose(one -> insert(tx, 1).exceptionally(duplicate -> new WriteResult(0, 0)))
                .thenCompose(none -> insert(tx, 2))));

        assertThat(keys()).containsExactly(1L, 2L);
    }

    @Test
    void transactionRolledBackBySqliteRunsNothingMore() throws Exception {
        AtomicReference<Throwable> later = new AtomicReference<>();

        Throwable failure = failureOf(db.<Object>inTransaction(tx -> insert(tx, 1)
                .thenCompose(one ->
                        tx.execute("INSERT OR ROLLBACK INTO t VALUES (1)").exceptionally(gone -> new WriteResult(0, 0)))
                .thenCompose(gone -> insert(tx, 2).handle((result, error) -> {
                    later.set(error);
                    return "the function believes that all is well";
                }))));

        assertThat(failure)
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("SQLite rolled the transaction");
        assertThat(failure).hasCauseInstanceOf(ConstraintException.class);
        assertThat(later.get()).isInstanceOf(TransactionException.class);
        assertThat(keys()).isEmpty();
    }

    @Test
    void aDeferredViolationFailsTheTransactionAtCommit() throws Exception {
        await(db.execute("CREATE TABLE child(p REFERENCES t(k) DEFERRABLE INITIALLY DEFERRED)"));

        assertThat(failureOf(db.inTransaction(
                        tx -> insert(tx, 1).thenCompose(one -> tx.execute("INSERT INTO child VALUES (42)")))))
                .isInstanceOf(ConstraintException.class)
                .hasMessageContaining("FOREIGN KEY");

        assertThat(keys()).isEmpty();
        assertThat(await(insert(db, 5)).rowsUpdated()).isEqualTo(1);
    }

    @Test
    void aNestedTransactionRollsBackAlone() throws Exception {
        await(db.<WriteResult>inTransaction(tx -> insert(tx, 1)
                .thenCompose(one -> tx.inTransaction(nested -> insert(nested, 2).thenCompose(two -> insert(nested, 2)))
                        .exceptionally(duplicate -> null))
                .thenCompose(undone -> tx.inTransaction(nested -> nested.inTransaction(deeper -> insert(deeper, 3))))
                .thenCompose(three -> insert(tx, 4))));

        assertThat(keys()).containsExactly(1L, 3L, 4L);
    }

    @Test
    void anOuterLevelWaitsForTheNestedOne() throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        AtomicReference<Throwable> outer = new AtomicReference<>();
        AtomicReference<Throwable> sibling = new AtomicReference<>();

        await(db.<Void>inTransaction(tx -> {
            CompletableFuture<Void> nested =
                    tx.inTransaction(inner -> insert(inner, 1).thenCompose(one -> end));
            return insert(tx, 2)
                    .handle((result, error) -> {
                        outer.set(error);
                        return null;
                    })
                    .thenCompose(refused -> tx.inTransaction(other -> insert(other, 3))
                            .handle((result, error) -> {
                                sibling.set(error);
                                end.complete(null);
                                return null;
                            }))
                    .thenCompose(refused -> nested);
        }));

        assertThat(outer.get()).hasMessageContaining("has an open nested one, which must end first");
        assertThat(sibling.get()).hasMessageContaining("has an open nested one");
        assertThat(keys()).containsExactly(1L);
    }

    @Test
    void endingBeforeTheNestedOneRollsBack() throws Exception {
        CompletableFuture<Void> never = new CompletableFuture<>();

        Throwable failure = failureOf(db.<String>inTransaction(tx -> {
            CompletableFuture<Void> nested =
                    tx.inTransaction(inner -> insert(inner, 1).thenCompose(one -> never));
            return CompletableFuture.completedFuture(nested.isDone() ? "done" : "too early");
        }));

        assertThat(failure)
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("ended before a nested one had");
        assertThat(keys()).isEmpty();
    }

    @Test
    void refusesOperationsAfterItsEnd() throws Exception {
        AtomicReference<Transaction> leaked = new AtomicReference<>();
        await(db.<WriteResult>inTransaction(tx -> {
            leaked.set(tx);
            return insert(tx, 1);
        }));

        assertThat(failureOf(insert(leaked.get(), 2)))
                .isInstanceOf(TransactionException.class)
                .hasMessage("The transaction on database 'tx.db' has ended: the operation was not executed");
        assertThat(failureOf(leaked.get().inTransaction(tx -> insert(tx, 3)))).hasMessageContaining("has ended");
        assertThat(keys()).containsExactly(1L);
    }

    @Test
    void operationsThatNobodyWaitedForStillBelongToIt() throws Exception {
        List<CompletableFuture<WriteResult>> loose = new ArrayList<>();
        await(db.<Void>inTransaction(tx -> {
            for (int i = 0; i < 100; i++) {
                loose.add(insert(tx, i));
            }
            return CompletableFuture.completedFuture(null);
        }));

        assertThat(keys()).hasSize(100);
        for (CompletableFuture<WriteResult> future : loose) {
            assertThat(await(future).rowsUpdated()).isEqualTo(1);
        }
    }

    @Test
    void rollsBackWhatIsTooOldAndGoesOn() throws Exception {
        try (AsyncSqlite impatient = AsyncSqlite.open(SqliteOptions.file(directory.resolve("old.db"))
                .transactionTimeout(Duration.ofMillis(50))
                .build())) {
            await(impatient.execute("CREATE TABLE t(k INTEGER PRIMARY KEY)"));
            AtomicReference<Transaction> leaked = new AtomicReference<>();
            CompletableFuture<Void> never = new CompletableFuture<>();

            CompletableFuture<Void> forgotten = impatient.inTransaction(tx -> {
                leaked.set(tx);
                return insert(tx, 1).thenCompose(one -> never);
            });
            CompletableFuture<WriteResult> waiting = insert(impatient, 2);

            assertThat(failureOf(forgotten))
                    .isInstanceOfSatisfying(
                            TransactionException.class,
                            failure -> assertThat(failure.outcome()).isEqualTo(Outcome.ROLLED_BACK))
                    .hasMessageStartingWith(
                            "The transaction on database 'old.db' was older than transactionTimeout=50 ms")
                    .hasMessageEndingWith(": it was rolled back");
            assertThat(await(waiting).rowsUpdated()).isEqualTo(1);
            assertThat(failureOf(insert(leaked.get(), 3)))
                    .hasMessageContaining("was older than transactionTimeout=50 ms");
            assertThat(await(
                            impatient.query("SELECT k FROM t").mapTo(Long.class).list()))
                    .containsExactly(2L);
        }
    }

    @Test
    void ageLimitEndsTheQueuedOperationsOfATransaction() throws Exception {
        String slow =
                "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT max(i) FROM"
                        + " n";
        try (AsyncSqlite impatient = AsyncSqlite.open(SqliteOptions.file(directory.resolve("busy.db"))
                .transactionTimeout(Duration.ofMillis(300))
                .build())) {
            List<CompletableFuture<List<Row>>> queued = new ArrayList<>();
            CompletableFuture<Void> submitted = new CompletableFuture<>();

            CompletableFuture<Void> whole = impatient.inTransaction(tx -> {
                for (int i = 0; i < 5_000; i++) {
                    queued.add(tx.query(slow).list());
                }
                submitted.complete(null);
                return CompletableFuture.completedFuture(null);
            });

            await(submitted);
            assertThat(failureOf(whole))
                    .isInstanceOf(TransactionException.class)
                    .hasMessageContaining("was older than transactionTimeout=300 ms");
            int executed = 0;
            while (failureOf(queued.get(executed)) == null) {
                executed++;
            }
            for (CompletableFuture<List<Row>> late : queued.subList(executed, queued.size())) {
                assertThat(failureOf(late)).isInstanceOf(TransactionException.class);
            }
        }
    }

    @Test
    void transactionsDoNotOverlap() throws Exception {
        await(db.execute("CREATE TABLE account(balance INTEGER)"));
        await(db.execute("INSERT INTO account VALUES (0)"));
        List<CompletableFuture<WriteResult>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(db.inTransaction(tx -> tx.query("SELECT balance FROM account")
                    .mapTo(Long.class)
                    .one()
                    .thenCompose(balance -> tx.execute("UPDATE account SET balance = ?", balance + 1))));
        }
        for (CompletableFuture<WriteResult> one : all) {
            await(one);
        }

        assertThat(await(db.query("SELECT balance FROM account")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(200);
    }

    @Test
    void streamsBatchesAndScriptsWorkInside() throws Exception {
        List<Long> streamed = await(db.<List<Long>>inTransaction(tx -> tx.executeMany(
                        "INSERT INTO t VALUES (?)", List.of(List.of(1), List.of(2)))
                .thenCompose(batch -> tx.executeScript("INSERT INTO t VALUES (3); INSERT INTO t VALUES (4)"))
                .thenCompose(script ->
                        Collector.collect(tx.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).stream()))));

        assertThat(streamed).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void synchronousWorkIsOneTransaction() throws Exception {
        assertThat(failureOf(db.write(connection -> {
                    connection.execute("INSERT INTO t VALUES (?)", 1);
                    throw new IllegalStateException("undo");
                })))
                .hasMessage("undo");
        assertThat(keys()).isEmpty();

        long last = await(db.write(connection -> {
            connection.execute("INSERT INTO t VALUES (?)", 1);
            assertThatThrownBy(() -> connection.execute("INSERT INTO t VALUES (1)"))
                    .isInstanceOf(ConstraintException.class);
            return connection.execute("INSERT INTO t VALUES (?)", 9).lastInsertRowid();
        }));
        assertThat(last).isEqualTo(9);
        assertThat(keys()).containsExactly(1L, 9L);
    }

    @Test
    void synchronousWorkCannotGoOnAfterSqliteRolledBack() throws Exception {
        await(insert(db, 1));

        Throwable failure = failureOf(db.write(connection -> {
            connection.execute("INSERT INTO t VALUES (2)");
            try {
                connection.execute("INSERT OR ROLLBACK INTO t VALUES (1)");
            } catch (ConstraintException ignored) {
                // A mistake that users make.
            }
            return "fine";
        }));

        assertThat(failure).isInstanceOf(TransactionException.class).hasCauseInstanceOf(ConstraintException.class);
        assertThat(keys()).containsExactly(1L);
    }

    @Test
    void theLentConnectionIsUselessOutside() throws Exception {
        AtomicReference<SyncConnection> leaked = new AtomicReference<>();
        await(db.write(connection -> {
            leaked.set(connection);
            return 1;
        }));

        assertThatThrownBy(() -> leaked.get().execute("INSERT INTO t VALUES (1)"))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("usable only inside its lambda");
        assertThat(keys()).isEmpty();
    }

    private static CompletableFuture<WriteResult> insert(AsyncOperations where, long key) {
        return where.execute("INSERT INTO t VALUES (?)", key);
    }

    private List<Long> keys() throws Exception {
        return await(db.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).list());
    }
}
