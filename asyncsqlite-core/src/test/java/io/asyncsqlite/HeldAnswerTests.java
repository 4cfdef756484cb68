package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.SlowLogDatabase;
import io.asyncsqlite.testing.WriterGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing that rests on a commit is told before its flush. */
@Timeout(60)
class HeldAnswerTests extends SlowLogDatabase {

    @Test
    void readWaitsForTheFlushOfWhatItSaw() throws Exception {
        List<CompletableFuture<?>> writes = commitBehindABlockedFlush();

        CompletableFuture<Long> count =
                db.query("SELECT count(*) FROM t").mapTo(Long.class).one();
        CompletableFuture<Long> lambda = db.read(
                c -> c.query("SELECT count(*) FROM t").first().orElseThrow().getLong(0));
        CompletableFuture<Long> transaction = db.inTransaction(
                TransactionMode.READ_ONLY,
                tx -> tx.query("SELECT count(*) FROM t").mapTo(Long.class).one());
        assertPending(count);
        assertPending(lambda);
        assertPending(transaction);

        engine.allowAll();
        assertThat(await(count)).isEqualTo(writes.size());
        assertThat(await(lambda)).isEqualTo(writes.size());
        assertThat(await(transaction)).isEqualTo(writes.size());
    }

    @Test
    void readsAreToldBeforeTheFlushIfTheyNeedNotWait() throws Exception {
        db.close();
        file = directory.resolve("relaxed.db");
        db = open(SqliteOptions.file(file).readsWaitForFlush(false));
        List<CompletableFuture<?>> writes = commitBehindABlockedFlush();

        assertThat(await(db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                .isEqualTo(writes.size());
        assertThat(await(Collector.collect(db.query("SELECT k FROM t").withFetchSize(1).stream())))
                .hasSize(writes.size());
        assertPending(writes.get(0));
    }

    @Test
    void streamWaitsForTheFlushOfWhatItSaw() throws Exception {
        await(db.executeScript("CREATE TABLE many AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                + " WHERE i < 5000) SELECT i FROM n"));
        commitBehindABlockedFlush();

        CompletableFuture<List<Long>> rows = new CompletableFuture<>();
        CompletableFuture<Long> first = new CompletableFuture<>();
        Collector.collect(db
                        .query("SELECT i FROM many")
                        .map(row -> {
                            first.complete(row.getLong(0));
                            return row.getLong(0);
                        })
                        .stream())
                .whenComplete((all, failure) -> rows.complete(all));
        assertPending(first);

        engine.allowAll();
        assertThat(await(first)).isEqualTo(1);
        assertThat(await(rows)).hasSize(5000);
    }

    @Test
    void readOfAConnectionWaitsForTheFlushOfWhatItSaw() throws Exception {
        AsyncConnection connection = await(db.connect());
        List<CompletableFuture<?>> writes = commitBehindABlockedFlush();

        CompletableFuture<Long> count =
                connection.query("SELECT count(*) FROM t").mapTo(Long.class).one();
        assertPending(count);

        engine.allowAll();
        assertThat(await(count)).isEqualTo(writes.size());
    }

    @Test
    void errorWaitsForTheFlushOfWhatItMet() throws Exception {
        CompletableFuture<?>[] both = new CompletableFuture<?>[2];
        WriterGate.whileHeld(db, () -> {
            both[0] = transaction(1);
            both[1] = transaction(1);
            return both;
        });
        engine.awaitFlush();

        assertPending(both[1]);

        engine.allowAll();
        await(both[0]);
        assertThat(failureOf(both[1])).isInstanceOf(ConstraintException.class);
    }

    @Test
    void insideOfATransactionAnswersDoNotWait() throws Exception {
        OpenTransaction tx = await(beginBehindABlockedFlush());

        assertThat(await(tx.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                .isEqualTo(2);
        await(tx.execute("INSERT INTO t VALUES (1000)"));
        CompletableFuture<Void> committed = tx.commit();
        assertPending(committed);

        engine.allowAll();
        await(committed);
    }

    @Test
    void cancelledAnswerDoesNotWait() throws Exception {
        List<CompletableFuture<?>> writes = commitBehindABlockedFlush();

        writes.get(0).cancel(false);
        assertThat(failureOf(writes.get(0))).isInstanceOf(CancellationException.class);

        engine.allowAll();
        await(writes.get(1));
        assertThat(rows()).isEqualTo(writes.size());
    }

    @Test
    void operationThatDidNotRunDoesNotWait() throws Exception {
        OpenTransaction tx = await(beginBehindABlockedFlush());

        CompletableFuture<WriteResult> late =
                db.withTimeout(Duration.ofMillis(50)).execute("INSERT INTO t VALUES (2000)");
        assertThat(failureOf(late)).isInstanceOf(OperationTimeoutException.class);

        engine.allowAll();
        await(tx.rollback());
    }

    @Test
    void deadlineDoesNotCountWhileAFlushIsAwaited() throws Exception {
        List<CompletableFuture<?>> writes = new ArrayList<>();
        WriterGate.whileHeld(db, () -> {
            for (int k = 1; k <= 3; k++) {
                long key = k;
                writes.add(db.withTimeout(Duration.ofSeconds(6))
                        .inTransaction(tx -> tx.execute("INSERT INTO t VALUES (?)", key)));
            }
            return writes;
        });
        engine.awaitFlush();
        awaitRows(3);
        assertPending(writes.get(2), Duration.ofMillis(6_500));

        engine.allowAll();
        for (CompletableFuture<?> write : writes) {
            await(write);
        }
    }

    @Test
    void failedFlushLeavesTheOutcomeUnknown() throws Exception {
        List<CompletableFuture<?>> writes = commitBehindABlockedFlush();
        CompletableFuture<Long> read =
                db.query("SELECT count(*) FROM t").mapTo(Long.class).one();
        assertPending(read);

        engine.failFlushes("the disk is gone");

        for (CompletableFuture<?> write : writes) {
            assertThat(failureOf(write))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("failed with an I/O error")
                    .hasRootCauseMessage("the disk is gone");
        }
        assertThat(failureOf(read))
                .isInstanceOf(DatabaseFailedException.class)
                .hasMessageContaining("the disk is gone");
        assertThat(failureOf(db.query("SELECT count(*) FROM t").list())).isInstanceOf(DatabaseFailedException.class);
        assertThat(failureOf(Collector.collect(db.query("SELECT k FROM t").withFetchSize(1).stream())))
                .isInstanceOf(DatabaseFailedException.class);
        assertThat(failureOf(db.execute("INSERT INTO t VALUES (5000)")))
                .isInstanceOfSatisfying(
                        DatabaseFailedException.class,
                        failed -> assertThat(failed.outcome()).isEqualTo(Outcome.NOT_EXECUTED));
        assertThat(engine.flushes()).isEqualTo(1);
    }

    /** A transaction that is open after two that have committed and whose flush waits. */
    private CompletableFuture<OpenTransaction> beginBehindABlockedFlush() throws Exception {
        CompletableFuture<OpenTransaction> begun = WriterGate.whileHeld(db, () -> {
            transaction(1);
            transaction(2);
            return db.begin(TransactionMode.IMMEDIATE);
        });
        engine.awaitFlush();
        return begun;
    }
}
