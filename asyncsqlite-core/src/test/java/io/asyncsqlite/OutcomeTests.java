package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.testing.Attempts;
import io.asyncsqlite.testing.FaultyEngine;
import io.asyncsqlite.testing.Threads;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The outcomes that told when COMMIT itself fails: guarantee 7, and Writer invariant 2. */
@Timeout(60)
class OutcomeTests {

    private static final int IOERR = 10;
    private static final int IOERR_FSYNC = 1034;
    private static final int FULL = 13;
    private static final int BUSY = 5;
    private static final int COMMIT_OF_THE_GATE = 1;
    private static final int AND_WHAT_SETTLES = 2;

    @TempDir
    Path directory;

    private FaultyEngine engine;
    private Path file;
    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        engine = new FaultyEngine();
        file = Files.createTempDirectory(directory, "attempt").resolve("fault.db");
        db = DatabaseHandle.open(SqliteOptions.file(file).build(), engine);
        await(db.execute("CREATE TABLE t(k INTEGER UNIQUE)"));
        await(db.execute("INSERT INTO t VALUES (100)"));
    }

    /** Runs a test, and again on a new file where a pause of the machine divided its group. */
    private void inOneGroup(Attempts.Body test) throws Exception {
        Attempts.of(test, () -> {
            db.close();
            open();
        });
    }

    @AfterEach
    void close() {
        db.close();
        assertThat(Threads.of("fault.db")).isEmpty();
    }

    @Test
    void ioErrorInCommitIsSettledByAnotherCommit() throws Exception {
        inOneGroup(() -> {
            List<CompletableFuture<WriteResult>> group = WriterGate.whileHeld(db, () -> {
                List<CompletableFuture<WriteResult>> queued =
                        List.of(db.execute("INSERT INTO t VALUES (1)"), db.execute("INSERT INTO t VALUES (2)"));
                engine.failCommit(IOERR_FSYNC, COMMIT_OF_THE_GATE);
                return queued;
            });

            for (CompletableFuture<WriteResult> member : group) {
                isRolledBack(member);
            }
            engine.failCommit(IOERR_FSYNC, 0);
            isRolledBack(db.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (3)")));
            engine.failCommit(IOERR_FSYNC, 0);
            isRolledBack(db.write(connection -> connection.execute("INSERT INTO t VALUES (4)")));
            assertThat(await(db.execute("INSERT INTO t VALUES (5)")).rowsUpdated())
                    .isEqualTo(1);
            assertThat(await(db.query("SELECT k FROM t ORDER BY k")
                            .mapTo(Long.class)
                            .list()))
                    .containsExactly(5L, 100L);
        });
    }

    @Test
    void settlingCommitWritesAPageAndChangesNothing() throws Exception {
        await(db.execute("PRAGMA user_version = 42"));
        long pagesBefore = pagesInLog();
        engine.failCommit(IOERR_FSYNC, 0);

        isRolledBack(db.execute("INSERT INTO t VALUES (1)"));

        assertThat(pagesInLog()).isEqualTo(pagesBefore + 1);
        assertThat(await(db.query("PRAGMA user_version").mapTo(Long.class).one()))
                .isEqualTo(42);
    }

    @Test
    void ioErrorWithARollbackJournalIsNotSettled() throws Exception {
        db.close();
        db = DatabaseHandle.open(
                SqliteOptions.file(file).journalMode(JournalMode.DELETE).build(), engine);
        engine.failCommit(IOERR_FSYNC, 0);

        assertThat(failureOf(db.execute("INSERT INTO t VALUES (1)"))).isInstanceOf(OutcomeUnknownException.class);
        isFailed(db.execute("INSERT INTO t VALUES (2)"));
        assertThat(db.stats().totals().unknownOutcomes()).isEqualTo(1);
    }

    private long pagesInLog() throws Exception {
        return await(db.query("PRAGMA wal_checkpoint(NOOP)").list()).get(0).getLong(1);
    }

    private static void isRolledBack(Future<?> future) throws Exception {
        assertThat(failureOf(future)).isInstanceOfSatisfying(StatementException.class, failure -> {
            assertThat(failure.code().primary()).isEqualTo(IOERR);
            assertThat(failure.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        });
    }

    @Test
    void unsettledIoErrorIsAnUnknownOutcomeWithoutRetry() throws Exception {
        inOneGroup(() -> {
            List<CompletableFuture<WriteResult>> group = WriterGate.whileHeld(db, () -> {
                List<CompletableFuture<WriteResult>> queued = List.of(
                        db.execute("INSERT INTO t VALUES (1)"),
                        db.execute("INSERT INTO t VALUES (100)"),
                        db.execute("INSERT INTO t VALUES (2)"));
                engine.failCommits(IOERR_FSYNC, COMMIT_OF_THE_GATE, AND_WHAT_SETTLES);
                return queued;
            });

            for (int member : List.of(0, 2)) {
                assertThat(failureOf(group.get(member)))
                        .isInstanceOfSatisfying(OutcomeUnknownException.class, failure -> {
                            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
                            assertThat(failure.retryable()).isFalse();
                        });
            }
            assertThat(failureOf(group.get(1))).isInstanceOf(ConstraintException.class);
            isFailed(db.execute("INSERT INTO t VALUES (3)"));
            isFailed(db.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (4)")));
            // Reading goes on, and opening again settles the content.
            assertThat(await(db.query("SELECT k FROM t").mapTo(Long.class).list()))
                    .contains(100L);
            db.close();
            db = AsyncSqlite.open(file);
            assertThat(await(db.execute("INSERT INTO t VALUES (5)")).rowsUpdated())
                    .isEqualTo(1);
        });
    }

    @Test
    void aFullDiskInCommitFailsEachAlone() throws Exception {
        inOneGroup(() -> {
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
            assertThat(await(db.query("SELECT k FROM t ORDER BY k")
                            .mapTo(Long.class)
                            .list()))
                    .containsExactly(1L, 2L, 100L);
        });
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
        engine.failCommits(IOERR_FSYNC, 0, AND_WHAT_SETTLES);

        assertThat(failureOf(db.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (1)"))))
                .isInstanceOf(OutcomeUnknownException.class);
        isFailed(db.write(connection -> connection.execute("INSERT INTO t VALUES (2)")));
    }

    @Test
    void unprovedTransactionFailsTheWriterAndEndsAllFutures() throws Exception {
        inOneGroup(() -> {
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
            assertThat(await(db.query("SELECT k FROM t").mapTo(Long.class).list()))
                    .containsExactly(100L);
        });
    }

    private static void isFailed(Future<?> future) throws Exception {
        assertThat(failureOf(future))
                .isInstanceOf(DatabaseFailedException.class)
                .hasMessageContaining("Database 'fault.db' has failed and must be opened again");
    }
}
