package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cancelling what already runs: see Operation and StatementInterrupter. */
@Timeout(60)
class CancelTests {

    @TempDir
    Path directory;

    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        // An age limit that no test reaches: only the cancel can end a transaction.
        db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("cancel.db"))
                .readers(1)
                .synchronous(Synchronous.OFF)
                .transactionTimeout(Duration.ofHours(1))
                .build());
        await(db.execute("CREATE TABLE t(k INTEGER)"));
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void aRunningReadStops() throws Exception {
        CompletableFuture<List<Row>> endless = db.query(Endless.SELECT).list();
        Endless.untilRunning("reader-1", "cancel.db");

        assertThat(endless.cancel(true)).isTrue();

        assertThat(endless).isCancelled();
        assertThat(await(db.query("SELECT 7").mapTo(Long.class).one())).isEqualTo(7);
    }

    @Test
    void aRunningWriteStopsAndItsNeighboursStay() throws Exception {
        List<CompletableFuture<WriteResult>> group = WriterGate.whileHeld(
                db,
                () -> List.of(
                        db.execute("INSERT INTO t VALUES (1)"),
                        db.execute("INSERT INTO t VALUES (2)"),
                        db.execute(Endless.INSERT),
                        db.execute("INSERT INTO t VALUES (3)")));
        Endless.untilRunning("writer", "cancel.db");

        group.get(2).cancel(true);

        for (int neighbour : List.of(0, 1, 3)) {
            assertThat(await(group.get(neighbour)).rowsUpdated()).isEqualTo(1);
        }
        assertThat(keys()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aRunningBatchAndScriptStop() throws Exception {
        for (BooleanSupplier submission : Arrays.<BooleanSupplier>asList(
                () -> cancelOnceRunning(db.executeScript("INSERT INTO t VALUES (1); " + Endless.INSERT + ";")),
                () -> cancelOnceRunning(db.executeMany(
                        "INSERT INTO t(k) WITH RECURSIVE n(i) AS (VALUES (?) UNION ALL SELECT i + 1 FROM n) SELECT -i"
                                + " FROM n",
                        List.of(List.of(1), List.of(2)))),
                () -> cancelOnceRunning(db.write(connection -> connection.execute(Endless.INSERT))))) {
            assertThat(submission.getAsBoolean()).isTrue();
            assertThat(await(
                            db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                    .isZero();
            assertThat(await(db.execute("DELETE FROM t")).rowsUpdated()).isZero();
        }
    }

    @Test
    void synchronousWorkStopsAtItsNextStatement() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        AtomicReference<Throwable> seen = new AtomicReference<>();
        CompletableFuture<Void> work = db.write(connection -> {
            connection.execute("INSERT INTO t VALUES (1)");
            entered.countDown();
            while (cancelled.getCount() > 0) {
                // Code that does not notice the interrupt.
                Thread.onSpinWait();
            }
            try {
                connection.execute("INSERT INTO t VALUES (2)");
            } catch (StatementException e) {
                seen.set(e);
                throw e;
            }
            return null;
        });
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        work.cancel(true);
        cancelled.countDown();

        assertThat(await(db.execute("INSERT INTO t VALUES (3)")).rowsUpdated()).isEqualTo(1);
        assertThat(seen.get()).hasMessageContaining("SQLITE_INTERRUPT");
        assertThat(keys()).containsExactly(3L);
    }

    @Test
    void cancelInterruptsBlockedWorkAndNoLaterOperation() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CompletableFuture<Void> work = db.write(connection -> {
            connection.execute("INSERT INTO t VALUES (1)");
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
            }
            return null;
        });
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        work.cancel(true);

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> next =
                db.write(connection -> Thread.currentThread().isInterrupted());
        assertThat(next.get(20, TimeUnit.SECONDS)).isFalse();
        assertThat(keys()).isEmpty();
    }

    @Test
    void aTimeoutOfTheFutureEndsTheOperationToo() throws Exception {
        CompletableFuture<List<Row>> endless = db.query(Endless.SELECT).list().orTimeout(10, TimeUnit.MILLISECONDS);

        assertThat(failureOf(endless)).isInstanceOf(java.util.concurrent.TimeoutException.class);

        assertThat(await(db.query("SELECT 7").mapTo(Long.class).one())).isEqualTo(7);
    }

    @Test
    void aCancelledTransactionIsRolledBackAtOnce() throws Exception {
        CompletableFuture<Void> never = new CompletableFuture<>();
        CompletableFuture<WriteResult> inserted = new CompletableFuture<>();
        AtomicReference<Transaction> leaked = new AtomicReference<>();
        CompletableFuture<Void> transaction = db.inTransaction(tx -> {
            leaked.set(tx);
            return tx.execute("INSERT INTO t VALUES (1)").thenCompose(result -> {
                inserted.complete(result);
                return never;
            });
        });
        await(inserted);

        transaction.cancel(true);

        assertThat(await(db.execute("INSERT INTO t VALUES (2)")).rowsUpdated()).isEqualTo(1);
        assertThat(failureOf(leaked.get().execute("INSERT INTO t VALUES (3)")))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("was cancelled: it was rolled back");
        assertThat(keys()).containsExactly(2L);
    }

    @Test
    void aCancelledTransactionStopsItsRunningStatement() throws Exception {
        AtomicReference<CompletableFuture<WriteResult>> statement = new AtomicReference<>();
        CompletableFuture<WriteResult> transaction = db.inTransaction(tx -> {
            statement.set(tx.execute(Endless.INSERT));
            return statement.get();
        });
        Endless.untilRunning("writer", "cancel.db");

        transaction.cancel(true);

        assertThat(await(db.execute("INSERT INTO t VALUES (2)")).rowsUpdated()).isEqualTo(1);
        assertThat(failureOf(statement.get())).isInstanceOf(SqliteException.class);
        assertThat(keys()).containsExactly(2L);
    }

    @Test
    void aCancelledTransactionCancelsAFutureMadeElsewhere() throws Exception {
        CompletableFuture<Void> elsewhere = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> transaction = db.inTransaction(tx -> {
            begun.complete(null);
            return elsewhere;
        });
        await(begun);

        transaction.cancel(true);

        assertThat(failureOf(elsewhere)).isInstanceOf(CancellationException.class);
    }

    @Test
    void aCancelledNestedTransactionCancelsAFutureMadeElsewhere() throws Exception {
        CompletableFuture<Void> elsewhere = new CompletableFuture<>();
        CompletableFuture<CompletableFuture<Void>> nested = new CompletableFuture<>();
        CompletableFuture<WriteResult> transaction = db.inTransaction(tx -> {
            CompletableFuture<Void> begun = new CompletableFuture<>();
            CompletableFuture<Void> inner = tx.inTransaction(in -> {
                begun.complete(null);
                return elsewhere;
            });
            begun.thenRun(() -> nested.complete(inner));
            return elsewhere
                    .handle((none, cancelled) -> cancelled)
                    .thenCompose(cancelled -> tx.execute("INSERT INTO t VALUES (1)"));
        });

        await(nested).cancel(true);

        assertThat(failureOf(elsewhere)).isInstanceOf(CancellationException.class);
        assertThat(await(transaction).rowsUpdated()).isEqualTo(1);
        assertThat(keys()).containsExactly(1L);
    }

    @Test
    void aStatementOfATransactionCanBeCancelledAlone() throws Exception {
        AtomicReference<CompletableFuture<List<Row>>> endless = new AtomicReference<>();
        CompletableFuture<WriteResult> transaction = db.inTransaction(tx -> {
            endless.set(tx.query(Endless.SELECT).list());
            return endless.get()
                    .handle((rows, failure) -> failure)
                    .thenCompose(failure -> tx.execute("INSERT INTO t VALUES (1)"));
        });
        Endless.untilRunning("writer", "cancel.db");

        endless.get().cancel(true);

        assertThat(await(transaction).rowsUpdated()).isEqualTo(1);
        assertThat(keys()).containsExactly(1L);
    }

    @Test
    void rowlessStreamStopsOnCancelAndOnClose() throws Exception {
        CompletableFuture<List<Row>> forgotten = Collector.collect(db.query(Endless.SELECT).stream());
        Endless.untilRunning("reader-1", "cancel.db");

        db.close();

        assertThat(failureOf(forgotten)).isInstanceOf(DatabaseClosedException.class);
    }

    @Test
    void aLateCancelHitsNobodyElse() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            CompletableFuture<WriteResult> first = db.execute("INSERT INTO t VALUES (-1)");
            CompletableFuture<List<Row>> read = db.query("SELECT 1").list();
            CompletableFuture<WriteResult> second = db.execute("INSERT INTO t VALUES (?)", i);
            CompletableFuture<List<Row>> secondRead = db.query("SELECT 2").list();
            for (int spin = ThreadLocalRandom.current().nextInt(200); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            first.cancel(true);
            read.cancel(true);

            assertThat(await(second).rowsUpdated()).isEqualTo(1);
            assertThat(await(secondRead)).hasSize(1);
        }
        assertThat(await(db.query("SELECT count(*) FROM t WHERE k >= 0")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(3_000);
    }

    private boolean cancelOnceRunning(CompletableFuture<?> future) {
        Endless.untilRunning("writer", "cancel.db");
        return future.cancel(true);
    }

    private List<Long> keys() throws Exception {
        return await(db.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).list());
    }
}
