package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.faults.Tmpfs;
import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.testing.FaultyEngine;
import io.asyncsqlite.testing.Threads;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of attached files: their logs, their disappearance, and COMMITs that fail. */
@Timeout(120)
class AttachmentFaultTests {

    private static final int MIB = 1 << 20;
    private static final int FULL = 13;
    private static final int COMMIT_OF_THE_GATE = 1;
    private static final int IOERR_FSYNC = 1034;
    private static final int CONSTRAINT_COMMITHOOK = 531;

    @TempDir
    private Path directory;

    private final FaultyEngine engine = new FaultyEngine();
    private AsyncSqlite db;

    private AsyncSqlite open(Path audit, JournalMode mode) throws Exception {
        db = DatabaseHandle.open(
                SqliteOptions.file(directory.resolve("app.db"))
                        .journalMode(mode)
                        .attach(SqliteAttachment.of("audit", audit))
                        .build(),
                engine);
        await(db.executeScript("CREATE TABLE note(v); CREATE TABLE audit.event(v)"));
        return db;
    }

    @AfterEach
    void close() {
        if (db != null) {
            db.close();
        }
        assertThat(Threads.of("app.db")).isEmpty();
    }

    private long count(String table) throws Exception {
        return await(db.query("SELECT count(*) FROM " + table).mapTo(Long.class).one());
    }

    @Test
    void theLogOfAnAttachedFileStaysSmall() throws Exception {
        Path audit = directory.resolve("audit.db");
        open(audit, JournalMode.WAL);
        byte[] row = new byte[100_000];
        for (int i = 0; i < 400; i++) {
            await(db.execute("INSERT INTO audit.event VALUES (?)", (Object) row));
        }

        // 40 MB were written, and a checkpoint follows 4 MB of pages.
        assertThat(Files.size(directory.resolve("audit.db-wal"))).isLessThan(20 * MIB);
        assertThat(db.stats().logBytes())
                .isEqualTo(Files.size(directory.resolve("audit.db-wal")) + Files.size(directory.resolve("app.db-wal")));
    }

    private enum Accident {
        DELETED,
        REPLACED,
        LOG_DELETED
    }

    @ParameterizedTest
    @EnumSource(Accident.class)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "an open file can neither be deleted nor moved there")
    void writesFailAfterAnAttachedFileIsGone(Accident accident) throws Exception {
        Path audit = directory.resolve("audit.db");
        open(audit, JournalMode.WAL);
        switch (accident) {
            case DELETED -> Files.delete(audit);
            case REPLACED -> {
                Files.delete(audit);
                Files.createFile(audit);
            }
            case LOG_DELETED -> Files.delete(directory.resolve("audit.db-wal"));
        }
        Throwable failure = null;
        long until = System.nanoTime() + 20_000_000_000L;
        while (failure == null && System.nanoTime() < until) {
            failure = failureOf(db.execute("INSERT INTO audit.event VALUES (1)"));
        }

        assertThat(failure)
                .isInstanceOf(DatabaseFailedException.class)
                .hasMessageContaining("audit.db")
                .hasMessageContaining(accident == Accident.REPLACED ? "was replaced" : "was deleted or moved away");
        assertThat(failureOf(db.execute("INSERT INTO note VALUES (1)"))).isInstanceOf(DatabaseFailedException.class);
        assertThat(db.stats().failed()).isTrue();
    }

    /** SQLite commits the log of the database first, and finds no room for that of the attached file. */
    @Test
    void aFullDiskOfOneFileLeavesAnUnknownOutcome() throws Exception {
        try (Tmpfs small = Tmpfs.mount(directory.resolve("small"), "size=2m")) {
            open(small.directory().resolve("audit.db"), JournalMode.WAL);
            try {
                byte[] large = new byte[3 * MIB];

                Throwable failure = failureOf(db.inTransaction(tx -> tx.execute("INSERT INTO note VALUES (1)")
                        .thenCompose(done -> tx.execute("INSERT INTO audit.event VALUES (?)", (Object) large))));

                assertThat(failure)
                        .isInstanceOfSatisfying(
                                OutcomeUnknownException.class,
                                e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN))
                        .hasMessageContaining("failed with database or disk is full");
                assertThat(count("note")).isEqualTo(1);
                assertThat(count("audit.event")).isZero();
                // The database goes on.
                await(db.execute("INSERT INTO note VALUES (2)"));
                await(db.execute("INSERT INTO audit.event VALUES (2)"));
                assertThat(count("note")).isEqualTo(2);
            } finally {
                db.close();
            }
        }
    }

    @Test
    void theSameHoldsForAFileThatAStatementAttaches() throws Exception {
        SqliteOptions options = SqliteOptions.file(directory.resolve("app.db")).build();
        db = DatabaseHandle.open(options, engine);
        try (AsyncConnection connection = await(db.connect())) {
            await(connection.execute(
                    "ATTACH ? AS more", directory.resolve("more.db").toString()));
            await(connection.execute("CREATE TABLE more.t(v)"));
            engine.failCommit(FULL, 0);

            assertThat(failureOf(connection.execute("INSERT INTO more.t VALUES (1)")))
                    .isInstanceOf(OutcomeUnknownException.class);
            await(connection.execute("DETACH more"));
        }
    }

    @Test
    void aFullDiskWithRollbackJournalsIsRolledBackInAllFiles() throws Exception {
        try (Tmpfs small = Tmpfs.mount(directory.resolve("small"), "size=2m")) {
            open(small.directory().resolve("audit.db"), JournalMode.DELETE);
            try {
                byte[] large = new byte[3 * MIB];

                Throwable failure = failureOf(db.inTransaction(tx -> tx.execute("INSERT INTO note VALUES (1)")
                        .thenCompose(done -> tx.execute("INSERT INTO audit.event VALUES (?)", (Object) large))));

                assertThat(failure)
                        .isInstanceOfSatisfying(
                                StatementException.class,
                                e -> assertThat(e.outcome()).isEqualTo(Outcome.ROLLED_BACK));
                assertThat(count("note") + count("audit.event")).isZero();
            } finally {
                db.close();
            }
        }
    }

    @Test
    void membersOfAGroupAreNotRunAgainAfterSuchAnEnd() throws Exception {
        open(directory.resolve("audit.db"), JournalMode.WAL);

        List<CompletableFuture<WriteResult>> group = WriterGate.whileHeld(db, () -> {
            List<CompletableFuture<WriteResult>> queued = List.of(
                    db.execute("INSERT INTO note VALUES (1)"), db.execute("INSERT INTO audit.event VALUES (2)"));
            engine.failCommit(FULL, COMMIT_OF_THE_GATE);
            return queued;
        });

        List<Throwable> failures = new ArrayList<>();
        for (CompletableFuture<WriteResult> member : group) {
            failures.add(failureOf(member));
        }
        // Most often both are in the group whose COMMIT fails.
        assertThat(failures).hasAtLeastOneElementOfType(OutcomeUnknownException.class);
        assertThat(failures)
                .allSatisfy(failure -> assertThat(failure == null || failure instanceof OutcomeUnknownException)
                        .isTrue());
        assertThat(db.stats().failed()).isFalse();
    }

    @Test
    void anIoErrorOfACommitIsNotSettled() throws Exception {
        open(directory.resolve("audit.db"), JournalMode.WAL);
        engine.failCommit(IOERR_FSYNC, 0);

        assertThat(failureOf(db.execute("INSERT INTO audit.event VALUES (1)")))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(failureOf(db.execute("INSERT INTO note VALUES (1)"))).isInstanceOf(DatabaseFailedException.class);
        assertThat(db.stats().failed()).isTrue();
    }

    @Test
    void aCommitThatIsRefusedBeforeItWritesIsRolledBack() throws Exception {
        open(directory.resolve("audit.db"), JournalMode.WAL);
        engine.failCommit(CONSTRAINT_COMMITHOOK, 0);

        assertThat(failureOf(db.execute("INSERT INTO audit.event VALUES (1)")))
                .isInstanceOfSatisfying(
                        SqliteException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.ROLLED_BACK));
        assertThat(count("audit.event")).isZero();
    }
}
