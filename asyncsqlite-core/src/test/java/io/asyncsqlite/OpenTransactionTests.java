package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.LogCapture;
import io.asyncsqlite.testing.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OpenTransactionTests extends AppDatabase {

    @Test
    void transactionIsOpenUntilItIsCommitted() throws Exception {
        OpenTransaction tx = await(db.begin());
        await(insert(tx, 1));
        CompletableFuture<WriteResult> other = insert(db, 2);
        await(insert(tx, 3));
        assertThat(keys(tx)).containsExactly(1L, 3L);
        assertThat(keys(db)).isEmpty();
        assertThat(other).isNotDone();

        await(tx.commit());

        assertThat(await(other).rowsUpdated()).isEqualTo(1);
        assertThat(keys(db)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void rollingBackIsNoFailure() throws Exception {
        OpenTransaction tx = await(db.begin());
        await(insert(tx, 1));

        await(tx.rollback());

        assertThat(keys(db)).isEmpty();
        assertThat(await(insert(db, 2)).rowsUpdated()).isEqualTo(1);
    }

    @Test
    void theFirstCallDecidesAndEveryCallTellsWhatBecameOfIt() throws Exception {
        OpenTransaction committed = await(db.begin());
        await(insert(committed, 1));
        await(committed.commit());
        await(committed.commit());
        await(committed.rollback());

        OpenTransaction undone = await(db.begin());
        await(insert(undone, 2));
        await(undone.rollback());
        await(undone.rollback());
        assertThat(failureOf(undone.commit()))
                .isInstanceOfSatisfying(
                        TransactionException.class,
                        failure -> assertThat(failure.outcome()).isEqualTo(Outcome.ROLLED_BACK))
                .hasMessage("The transaction on database 'app.db' was rolled back on demand and cannot be committed");

        assertThat(keys(db)).containsExactly(1L);
    }

    @Test
    void commitIncludesEarlierAndRefusesLaterOperations() throws Exception {
        OpenTransaction tx = await(db.begin());
        List<CompletableFuture<WriteResult>> before = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            before.add(insert(tx, i));
        }
        CompletableFuture<Void> committed = tx.commit();
        CompletableFuture<WriteResult> later = insert(tx, 99);

        await(committed);
        for (CompletableFuture<WriteResult> one : before) {
            assertThat(await(one).rowsUpdated()).isEqualTo(1);
        }
        assertThat(failureOf(later)).isInstanceOf(TransactionException.class);
        assertThat(keys(db)).hasSize(50);
    }

    @Test
    void operationAfterACommitIsRefused() throws Exception {
        for (int i = 0; i < 300; i++) {
            OpenTransaction tx = await(db.begin());
            CompletableFuture<Void> committed = tx.commit();
            assertThat(insert(tx, i)).isCompletedExceptionally();
            await(committed);
        }

        assertThat(keys(db)).isEmpty();
    }

    @Test
    void commitTellsWhatTheCommitSaid() throws Exception {
        await(db.executeScript(
                "CREATE TABLE p(k INTEGER PRIMARY KEY); CREATE TABLE c(p REFERENCES p(k) DEFERRABLE INITIALLY"
                        + " DEFERRED)"));
        OpenTransaction tx = await(db.begin());
        await(tx.execute("INSERT INTO c VALUES (42)"));

        assertThat(failureOf(tx.commit())).isInstanceOf(ConstraintException.class);
        assertThat(failureOf(tx.commit())).isInstanceOf(ConstraintException.class);
        await(tx.rollback());

        assertThat(await(db.query("SELECT p FROM c").list())).isEmpty();
    }

    @Test
    void ageLimitRollsATransactionBackAndItsCallsAreSafe() throws Exception {
        try (LogCapture log = new LogCapture(LeakReports.class);
                AsyncSqlite impatient = AsyncSqlite.open(SqliteOptions.file(directory.resolve("old.db"))
                        .transactionTimeout(Duration.ofSeconds(2))
                        .build())) {
            await(impatient.execute("CREATE TABLE t(k INTEGER)"));
            OpenTransaction tx = await(impatient.begin());
            CompletableFuture<WriteResult> inside = insert(tx, 1);
            CompletableFuture<WriteResult> waiting = insert(impatient, 2);
            // Rolled back, or refused if the machine was busy until then.
            failureOf(inside);
            await(waiting);

            // It did nothing, and something waited for it.
            log.awaitMessage(
                    "The transaction on database 'old.db' was older than transactionTimeout=2000 ms, and did nothing while [INSERT INTO t"
                            + " VALUES (?)] waited for it; use the transaction for what it waits for: it was rolled back");
            assertThat(log.stackOfLast()).contains("OpenTransactionTests.ageLimitRollsATransactionBack");
            assertThat(failureOf(insert(tx, 3))).hasMessageContaining("was older than transactionTimeout=2000 ms");
            assertThat(failureOf(tx.commit()))
                    .isInstanceOf(TransactionException.class)
                    .hasMessageContaining("was older than transactionTimeout=2000 ms");
            await(tx.rollback());
            assertThat(keys(impatient)).containsExactly(2L);
        }
    }

    @Test
    void aTransactionWithANameIsCalledByIt() throws Exception {
        try (LogCapture log = new LogCapture(LeakReports.class);
                AsyncSqlite impatient = AsyncSqlite.open(SqliteOptions.file(directory.resolve("named.db"))
                        .transactionTimeout(Duration.ofSeconds(3))
                        .build())) {
            OpenTransaction tx = await(impatient.begin(TransactionMode.IMMEDIATE, "transfer"));

            assertThat(failureOf(impatient.withTimeout(Duration.ofMillis(30)).begin()))
                    .hasMessageContaining("by the transaction 'transfer'");
            log.awaitMessage(
                    "The transaction 'transfer' on database 'named.db' was older than transactionTimeout=3000 ms: it was rolled back");
            assertThat(failureOf(tx.commit())).hasMessageContaining("The transaction 'transfer'");
            assertThatThrownBy(() -> impatient.begin(TransactionMode.IMMEDIATE, null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("name");
        }
    }

    @Test
    void cancellingABeginThatWaitsTakesItOutOfTheQueue() throws Exception {
        OpenTransaction first = await(db.begin());
        CompletableFuture<OpenTransaction> second = db.begin();
        CompletableFuture<WriteResult> third = insert(db, 3);
        assertThat(db.stats().queuedWrites()).isEqualTo(2);

        assertThat(second.cancel(false)).isTrue();

        assertThat(db.stats().queuedWrites()).isEqualTo(1);
        await(first.commit());
        assertThat(await(third).rowsUpdated()).isEqualTo(1);
        assertThatThrownBy(() -> await(second)).isInstanceOf(CancellationException.class);
    }

    @Test
    void aBeginThatNobodyWaitsForAnyMoreLeavesNothingOpen() throws Exception {
        for (int i = 0; i < 300; i++) {
            CompletableFuture<OpenTransaction> begun = db.begin();
            if (i % 3 == 0) {
                Thread.yield();
            }
            if (!begun.cancel(false)) {
                await(await(begun).rollback());
            }
        }

        assertThat(await(db.withTimeout(Duration.ofSeconds(9)).execute("INSERT INTO t VALUES (1)"))
                        .rowsUpdated())
                .isEqualTo(1);
    }

    @Test
    void cancellingABeginThatIsDoneDoesNothing() throws Exception {
        CompletableFuture<OpenTransaction> begun = db.begin();
        OpenTransaction tx = await(begun);

        assertThat(begun.cancel(true)).isFalse();

        await(insert(tx, 1));
        await(tx.commit());
        assertThat(keys(db)).containsExactly(1L);
    }

    @Test
    void theTimeToWaitForItsTurnIsApartFromTheTimeOfItsOperations() throws Exception {
        OpenTransaction first = await(db.begin());

        assertThat(failureOf(db.withTimeout(Duration.ofMillis(30)).begin()))
                .isInstanceOfSatisfying(
                        OperationTimeoutException.class,
                        failure -> assertThat(failure.outcome()).isEqualTo(Outcome.NOT_EXECUTED))
                .hasMessageContaining("OpenTransactionTests.theTimeToWait");
        CompletableFuture<OpenTransaction> gaveUp = db.begin().orTimeout(30, TimeUnit.MILLISECONDS);
        assertThat(failureOf(gaveUp)).isInstanceOf(TimeoutException.class);
        assertThat(db.stats().queuedWrites()).isZero();
        await(first.rollback());

        OpenTransaction quick = await(db.withTimeout(Duration.ofSeconds(10)).begin());
        assertThat(await(quick.withTimeout(Duration.ofSeconds(20))
                        .query("SELECT 1")
                        .list()))
                .hasSize(1);
        assertThat(failureOf(quick.withTimeout(Duration.ofMillis(30))
                        .query(Endless.SELECT)
                        .list()))
                .isInstanceOf(OperationTimeoutException.class);
        await(insert(quick, 1));
        await(quick.commit());
        assertThat(keys(db)).containsExactly(1L);
    }

    @Test
    void operationQueuedInABusyTransactionKeepsItsDeadline() throws Exception {
        OpenTransaction tx = await(db.begin());
        CompletableFuture<?> endless = tx.query(Endless.SELECT).list();

        assertThat(failureOf(insert(tx.withTimeout(Duration.ofMillis(30)), 1)))
                .isInstanceOfSatisfying(
                        OperationTimeoutException.class,
                        failure -> assertThat(failure.outcome()).isEqualTo(Outcome.NOT_EXECUTED))
                .hasMessageContaining("its transaction was busy");
        assertThat(endless).isNotDone();
        endless.cancel(false);
        await(tx.commit());
    }

    @Test
    void aNestedOneThatCouldNotBeOpenedDoesNotBlockTheOuterOne() throws Exception {
        OpenTransaction tx = await(db.begin());
        CompletableFuture<?> endless = tx.query(Endless.SELECT).list();

        assertThat(failureOf(tx.withTimeout(Duration.ofMillis(30)).inTransaction(nested -> insert(nested, 1))))
                .isInstanceOf(OperationTimeoutException.class);
        endless.cancel(false);
        await(insert(tx, 2));
        await(tx.commit());
        assertThat(keys(db)).containsExactly(2L);
    }

    @Test
    void readOnlyOnesRunBesideEachOtherAndWritesAndRefuseToWrite() throws Exception {
        OpenTransaction one = await(db.begin(TransactionMode.READ_ONLY));
        assertThat(keys(one)).isEmpty();
        await(insert(db, 1));
        OpenTransaction two = await(db.begin(TransactionMode.READ_ONLY));

        assertThat(keys(one)).isEmpty();
        assertThat(keys(two)).containsExactly(1L);
        for (CompletableFuture<?> write : List.of(
                insert(one, 2),
                one.query("INSERT INTO t VALUES (3) RETURNING k").list(),
                one.executeMany("INSERT INTO t VALUES (?)", List.of(List.of(4))),
                one.executeScript("INSERT INTO t VALUES (5)"),
                one.inTransaction(nested -> nested.executeScript("INSERT INTO t VALUES (6)")))) {
            assertThat(failureOf(write))
                    .isInstanceOf(InvalidStatementException.class)
                    .hasMessageContaining("A read-only transaction runs only statements that read");
        }
        await(one.commit());
        await(two.rollback());
    }

    @Test
    void readOnlyTransactionInMemoryRefusesBatchesAndScripts() throws Exception {
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            await(memory.execute("CREATE TABLE t(k INTEGER)"));
            OpenTransaction tx = await(memory.begin(TransactionMode.READ_ONLY));

            assertThat(failureOf(tx.executeMany("INSERT INTO t VALUES (?)", List.of(List.of(1)))))
                    .isInstanceOf(InvalidStatementException.class);
            assertThat(failureOf(tx.executeScript("INSERT INTO t VALUES (1)")))
                    .isInstanceOf(InvalidStatementException.class);
            await(tx.commit());
            assertThat(keys(memory)).isEmpty();
        }
    }

    @Test
    void transactionWithAnOpenNestedOneIsNotCommitted() throws Exception {
        OpenTransaction tx = await(db.begin());
        CompletableFuture<Void> never = new CompletableFuture<>();
        CompletableFuture<Void> nested =
                tx.inTransaction(inner -> insert(inner, 1).thenCompose(inserted -> never));

        assertThat(failureOf(tx.commit())).hasMessageContaining("ended before a nested one had");
        never.complete(null);
        assertThat(failureOf(nested)).isInstanceOf(TransactionException.class);
        assertThat(keys(db)).isEmpty();
    }

    @Test
    void openTransactionNeedsNoThreadOfItsOwn() throws Exception {
        List<String> before =
                Threads.of("app.db").stream().map(Thread::getName).sorted().toList();
        OpenTransaction tx = await(db.begin());
        await(insert(tx, 1));

        assertThat(Threads.of("app.db").stream().map(Thread::getName).sorted().toList())
                .isEqualTo(before);
        await(tx.rollback());
    }

    @Test
    void closeOfTheDatabaseWaitsForTheTransaction() throws Exception {
        OpenTransaction tx = await(db.begin());
        Thread closer = new Thread(db::close);
        closer.start();
        while (!(failureOf(db.query("SELECT 1").list()) instanceof DatabaseClosedException)) {
            Thread.onSpinWait();
        }
        await(insert(tx, 1));
        await(tx.commit());
        closer.join();

        try (AsyncSqlite again = AsyncSqlite.open(directory.resolve("app.db"))) {
            assertThat(keys(again)).containsExactly(1L);
        }
    }

    @Test
    void aFullQueueIsToldByTheFuture() throws Exception {
        try (AsyncSqlite small = AsyncSqlite.open(SqliteOptions.file(directory.resolve("small.db"))
                .queueCapacity(1)
                .build())) {
            OpenTransaction tx = await(small.begin());
            CompletableFuture<OpenTransaction> queued = small.begin();

            assertThat(failureOf(small.begin())).isInstanceOf(QueueFullException.class);

            await(tx.commit());
            await(await(queued).rollback());
        }
    }

    @Test
    void aNestedOneEndsAlsoWhenTheQueueOfItsTransactionIsFull() throws Exception {
        try (AsyncSqlite small = AsyncSqlite.open(SqliteOptions.file(directory.resolve("small.db"))
                .queueCapacity(1)
                .build())) {
            await(small.execute("CREATE TABLE t(k INTEGER)"));
            OpenTransaction tx = await(small.begin());
            CountDownLatch running = new CountDownLatch(1);
            List<CompletableFuture<?>> inside = new ArrayList<>();
            CompletableFuture<Void> nested =
                    tx.inTransaction(inner -> insert(inner, 1).thenCompose(inserted -> {
                        inside.add(inner.query(Endless.SELECT).list());
                        while (failureOfNow(inner.query("SELECT 1").list()) == null) {
                            // Until the place behind the endless one is taken.
                            Thread.onSpinWait();
                        }
                        running.countDown();
                        return CompletableFuture.failedFuture(new IllegalStateException("undo"));
                    }));
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            inside.get(0).cancel(false);

            assertThat(failureOf(nested)).hasMessage("undo");
            await(tx.commit());
            assertThat(keys(small)).isEmpty();
        }
    }

    private static Throwable failureOfNow(CompletableFuture<?> future) {
        try {
            return future.isCompletedExceptionally() ? failureOf(future) : null;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static CompletableFuture<WriteResult> insert(AsyncOperations where, long key) {
        return where.execute("INSERT INTO t VALUES (?)", key);
    }

    private static List<Long> keys(AsyncOperations where) throws Exception {
        return await(where.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).list());
    }
}
