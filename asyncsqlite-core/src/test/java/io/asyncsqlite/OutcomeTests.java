package io.asyncsqlite;

import static io.asyncsqlite.Futures.await;
import static io.asyncsqlite.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What callers are told when COMMIT itself fails: guarantee 7, and Writer invariant 6. */
@Timeout(60)
class OutcomeTests {

    private static final int IOERR_FSYNC = 1034;
    private static final int FULL = 13;
    private static final int BUSY = 5;
    private static final int COMMIT_OF_THE_GATE = 1;

    @TempDir
    Path directory;

    private final FaultyEngine engine = new FaultyEngine();
    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        db = LocalSqlite.open(SqliteOptions.file(directory.resolve("fault.db")).build(), engine);
        await(db.execute("CREATE TABLE t(k INTEGER UNIQUE)"));
        await(db.execute("INSERT INTO t VALUES (100)"));
    }

    @AfterEach
    void close() {
        db.close();
        assertThat(Threads.of("fault.db")).isEmpty();
    }

    @Test
    void anIoErrorInCommitIsAnUnknownOutcomeAndNothingIsTriedAgain() throws Exception {
        List<CompletableFuture<WriteResult>> group = WriterGate.whileHeld(db, () -> {
            List<CompletableFuture<WriteResult>> queued = List.of(
                    db.execute("INSERT INTO t VALUES (1)"),
                    db.execute("INSERT INTO t VALUES (100)"),
                    db.execute("INSERT INTO t VALUES (2)"));
            engine.failCommit(IOERR_FSYNC, COMMIT_OF_THE_GATE);
            return queued;
        });

        for (int member : List.of(0, 2)) {
            assertThat(failureOf(group.get(member))).isInstanceOfSatisfying(OutcomeUnknownException.class, failure -> {
                assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
                assertThat(failure.retryable()).isFalse();
            });
        }
        assertThat(failureOf(group.get(1))).isInstanceOf(ConstraintException.class);
        isFailed(db.execute("INSERT INTO t VALUES (3)"));
        isFailed(db.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (4)")));
        // Reading goes on, and opening again settles what is there.
        assertThat(await(db.query("SELECT k FROM t").as(Long.class).list())).contains(100L);
        db.close();
        db = AsyncSqlite.open(directory.resolve("fault.db"));
        assertThat(await(db.execute("INSERT INTO t VALUES (5)")).rowsUpdated()).isEqualTo(1);
    }

    @Test
    void aFullDiskInCommitFailsEachAlone() throws Exception {
        List<CompletableFuture<WriteResult>> group = WriterGate.whileHeld(db, () -> {
            List<CompletableFuture<WriteResult>> queued =
                    List.of(db.execute("INSERT INTO t VALUES (1)"), db.execute("INSERT INTO t VALUES (2)"));
            engine.failCommit(FULL, COMMIT_OF_THE_GATE);
            return queued;
        });

        // Alone, each finds space again.
        for (CompletableFuture<WriteResult> member : group) {
            assertThat(await(member).rowsUpdated()).isEqualTo(1);
        }
        engine.failCommit(FULL, 0);
        assertThat(failureOf(db.execute("INSERT INTO t VALUES (3)")))
                .isInstanceOfSatisfying(StatementException.class, failure -> {
                    assertThat(failure.code().name()).isEqualTo("SQLITE_FULL");
                    assertThat(failure.outcome()).isEqualTo(Outcome.ROLLED_BACK);
                });
        assertThat(await(db.query("SELECT k FROM t ORDER BY k").as(Long.class).list()))
                .containsExactly(1L, 2L, 100L);
    }

    @Test
    void aBusyCommitIsRolledBackAndMayBeTriedAgain() throws Exception {
        engine.failCommit(BUSY, 0);

        assertThat(failureOf(db.execute("INSERT INTO t VALUES (1)")))
                .isInstanceOfSatisfying(
                        BusyException.class,
                        failure -> assertThat(failure.retryable()).isTrue());
        assertThat(await(db.execute("INSERT INTO t VALUES (1)")).rowsUpdated()).isEqualTo(1);
    }

    @Test
    void aTransactionAndALambdaTellAnUnknownOutcomeToo() throws Exception {
        engine.failCommit(IOERR_FSYNC, 0);

        assertThat(failureOf(db.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (1)"))))
                .isInstanceOf(OutcomeUnknownException.class);
        isFailed(db.write(connection -> connection.execute("INSERT INTO t VALUES (2)")));
    }

    @Test
    void aTransactionThatCannotBeProvedFailsTheWriterAndEveryFutureEnds() throws Exception {
        List<CompletableFuture<WriteResult>> group = WriterGate.whileHeld(db, () -> {
            engine.failProof(IOERR_FSYNC);
            return List.of(
                    db.execute("INSERT INTO t VALUES (1)"),
                    db.execute("INSERT INTO t VALUES (100)"),
                    db.execute("INSERT INTO t VALUES (2)"));
        });

        isFailed(group.get(0));
        isFailed(group.get(2));
        assertThat(failureOf(group.get(1))).isInstanceOf(SqliteException.class);
        assertThat(await(db.query("SELECT k FROM t").as(Long.class).list())).containsExactly(100L);
    }

    private static void isFailed(Future<?> future) throws Exception {
        assertThat(failureOf(future))
                .isInstanceOf(DatabaseFailedException.class)
                .hasMessageContaining("Database 'fault.db' has failed and must be opened again");
    }
}
