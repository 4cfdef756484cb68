package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.SqliteListener.Commit;
import io.asyncsqlite.SqliteListener.FinishedOperation;
import io.asyncsqlite.SqliteListener.Result;
import io.asyncsqlite.SqliteStats.Totals;
import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.operation.SlowOperations;
import io.asyncsqlite.testing.Attempts;
import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.LogCapture;
import io.asyncsqlite.testing.SingleThread;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The counts of a database and the calls of its listeners. */
@Timeout(60)
class StatsTests {

    @TempDir
    Path directory;

    private final List<FinishedOperation> finished = new CopyOnWriteArrayList<>();
    private final List<Commit> commits = new CopyOnWriteArrayList<>();
    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("app.db"))
                .listener(new Recorder())
                .queueCapacity(3)
                .readers(1)
                .callbackExecutor(SingleThread.executor())
                .build());
        await(db.execute("CREATE TABLE t(k UNIQUE)"));
        finished.clear();
        commits.clear();
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void everyCommitIsToldWithItsTime() throws Exception {
        WriterGate.whileHeld(
                db, () -> List.of(db.execute("INSERT INTO t VALUES (1)"), db.execute("INSERT INTO t VALUES (2)")));
        await(db.<WriteResult>inTransaction(tx -> tx.execute("INSERT INTO t VALUES (3)")));
        try (AsyncConnection connection = await(db.connect())) {
            await(connection.execute("INSERT INTO t VALUES (4)"));
        }
        await(db.execute("INSERT INTO t VALUES (5)"));

        // The lambda that holds the writer, the group, the transaction, the connection, the last one. A pause of the
        // machine divides a group.
        assertThat(commits.stream().map(Commit::operations).toList())
                .isIn(List.of(0, 2, 0, 0, 1), List.of(0, 1, 1, 0, 0, 1));
        assertThat(commits).allSatisfy(commit -> {
            assertThat(commit.database()).isEqualTo("app.db");
            assertThat(commit.time()).isPositive();
        });
    }

    @Test
    void rollbacksAndReadsAreNoCommits() throws Exception {
        await(db.read(connection -> connection.query("SELECT 1").first()));
        failureOf(db.write(connection -> {
            throw new IllegalStateException("undo");
        }));
        await(db.query("SELECT 1").list());

        assertThat(commits).isEmpty();
    }

    @Test
    void anOperationIsToldWithItsTextAndHowItEnded() throws Exception {
        await(db.execute("INSERT INTO t VALUES (?)", "a secret"));
        failureOf(db.execute("INSERT INTO t VALUES (?)", "a secret"));
        failureOf(db.withTimeout(Duration.ofMillis(20)).query(Endless.SELECT).list());
        CompletableFuture<List<Row>> cancelled = db.query(Endless.SELECT).list();
        Endless.untilRunning("reader-1", "app.db");
        cancelled.cancel(true);
        await(db.query("SELECT 1").list());

        assertThat(finished)
                .extracting(FinishedOperation::result)
                .containsExactly(Result.SUCCESS, Result.ERROR, Result.TIMEOUT, Result.CANCELLED, Result.SUCCESS);
        assertThat(finished.get(0).sql()).isEqualTo("INSERT INTO t VALUES (?)");
    }

    @Test
    void statementsThatAreFoundCompiledAreHits() throws Exception {
        Totals before = db.stats().totals();
        await(db.execute("INSERT INTO t VALUES (?)", 1));
        await(db.execute("INSERT INTO t VALUES (?)", 2));
        await(db.execute("INSERT INTO t VALUES (?)", 3));

        Totals after = db.stats().totals();
        assertThat(after.statementMisses() - before.statementMisses()).isEqualTo(1);
        assertThat(after.statementHits() - before.statementHits()).isEqualTo(2);
    }

    @Test
    void cancelledOperationsAreCountedOnceWhetherTheyWaitOrRun() throws Exception {
        WriterGate.whileHeld(db, () -> db.execute("INSERT INTO t VALUES (1)").cancel(true));
        CompletableFuture<List<Row>> running = db.query(Endless.SELECT).list();
        Endless.untilRunning("reader-1", "app.db");
        running.cancel(true);
        await(db.query("SELECT 1").list());
        running.cancel(true);

        assertThat(db.stats().totals().cancelled()).isEqualTo(2);
    }

    @Test
    void writesThatRunAgainBecauseOfAnotherOneAreCounted() throws Exception {
        await(db.execute("INSERT INTO t VALUES (1)"));
        assertThat(db.stats().totals().repeated()).isZero();

        Attempts.of(
                () -> {
                    long before = db.stats().totals().repeated();
                    List<CompletableFuture<WriteResult>> group = WriterGate.whileHeld(
                            db,
                            () -> List.of(
                                    db.execute("INSERT INTO t VALUES (2)"),
                                    db.execute("INSERT INTO t VALUES (3)"),
                                    db.execute("INSERT OR ROLLBACK INTO t VALUES (1)")));
                    assertThat(failureOf(group.get(2))).isInstanceOf(ConstraintException.class);
                    assertThat(db.stats().totals().repeated() - before).isEqualTo(3);
                },
                () -> await(db.execute("DELETE FROM t WHERE k > 1")));
        assertThat(db.stats().totals().unknownOutcomes()).isZero();
        assertThat(db.stats().cluster()).isEqualTo(SqliteStats.Cluster.NONE);
    }

    @Test
    void operationsRefusedByAFullQueueAreRejected() throws Exception {
        WriterGate.whileHeld(db, () -> {
            for (int i = 0; i < 5; i++) {
                db.execute("INSERT INTO t VALUES (?)", i);
            }
            return db;
        });

        assertThat(db.stats().totals().rejected()).isEqualTo(2);
    }

    @Test
    void slowOperationsAreCountedAndLoggedWithoutValues() throws Exception {
        try (LogCapture log = new LogCapture(SlowOperations.class);
                AsyncSqlite slow = AsyncSqlite.open(SqliteOptions.file(directory.resolve("slow.db"))
                        .readers(1)
                        .slowOperationTime(Duration.ofMillis(20))
                        .build())) {
            await(slow.read(connection -> new CountDownLatch(1).await(30, TimeUnit.MILLISECONDS)));
            CompletableFuture<List<Row>> endless =
                    slow.query(Endless.SELECT + " WHERE i <> ?", "a secret").list();
            Endless.untilRunning("reader-1", "slow.db");
            await(slow.write(connection -> new CountDownLatch(1).await(30, TimeUnit.MILLISECONDS)));
            endless.cancel(true);
            await(slow.query("SELECT 1").list());

            // More than these three only if the machine was busy.
            assertThat(slow.stats().totals().slow())
                    .isEqualTo(log.messages().size())
                    .isGreaterThanOrEqualTo(3);
            assertThat(log.messages())
                    .allSatisfy(message -> assertThat(message)
                            .startsWith("Slow operation on database 'slow.db': it waited ")
                            .doesNotContain("secret"));
            assertThat(log.messages()).anyMatch(message -> message.endsWith(" WHERE i <> ?]"));
        }
    }

    @Test
    void aTransactionThatIsTooOldIsALeak() throws Exception {
        try (LogCapture log = new LogCapture(LeakReports.class);
                AsyncSqlite old = AsyncSqlite.open(SqliteOptions.file(directory.resolve("old.db"))
                        .transactionTimeout(Duration.ofMillis(50))
                        .build())) {
            failureOf(old.inTransaction(tx -> new CompletableFuture<>()));
            try (AsyncConnection connection = await(old.connect())) {
                await(connection.begin());
                assertThat(failureOf(connection.query(Endless.SELECT).list())).isNotNull();
            }

            assertThat(log.messages()).hasSize(2);
            assertThat(old.stats().totals().leaks()).isEqualTo(2);
        }
    }

    @Test
    void theLogAndWhatHoldsTheWriterAreSeen() throws Exception {
        await(db.execute("INSERT INTO t VALUES (1)"));

        SqliteStats idle = db.stats();
        assertThat(idle.logBytes()).isPositive().isEqualTo(Files.size(directory.resolve("app.db-wal")));
        assertThat(idle.writerHeld()).isZero();
        assertThat(idle.failed()).isFalse();
        assertThat(WriterGate.whileHeld(db, () -> db.stats().writerHeld())).isPositive();
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            assertThat(memory.stats().logBytes()).isZero();
        }
    }

    private final class Recorder implements SqliteListener {

        @Override
        public void operationFinished(FinishedOperation operation) {
            finished.add(operation);
        }

        @Override
        public void committed(Commit commit) {
            commits.add(commit);
        }
    }
}
