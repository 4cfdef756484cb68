package io.asyncsqlite;

import static io.asyncsqlite.testing.BackupSubject.names;
import static io.asyncsqlite.testing.BackupSubject.text;
import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.BackupException.Reason;
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
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A content that cannot be written leaves the old one, and its neighbours in the queue as they are. */
@Timeout(60)
class ContentsFaultTests {

    private static final int IOERR_FSYNC = 1034;
    private static final int FULL = 13;
    private static final int MAX = 100_000_000;

    @TempDir
    private Path directory;

    private final FaultyEngine engine = new FaultyEngine();
    private byte[] image;
    private Path backup;
    private AsyncSqlite target;

    /** The ways to a new content. */
    private enum Way {
        DESERIALIZE,
        RESTORE,
        LOAD,
        COPY
    }

    @BeforeEach
    void open() throws Exception {
        try (AsyncSqlite source = openSource()) {
            await(source.executeScript(
                    "CREATE TABLE fresh(k INTEGER PRIMARY KEY, v); INSERT INTO fresh WITH RECURSIVE n(i) AS (VALUES (1)"
                            + " UNION ALL SELECT i + 1 FROM n WHERE i < 30) SELECT i, zeroblob(100000) FROM n"));
            image = await(source.contents().serialize(MAX));
            backup = directory.resolve("backup.db");
            await(source.backup(backup));
        }
        target = openTarget(directory.resolve("target.db"), JournalMode.WAL);
    }

    private AsyncSqlite openSource() {
        return AsyncSqlite.open(directory.resolve("source.db"));
    }

    private AsyncSqlite openTarget(Path file, JournalMode mode) throws Exception {
        AsyncSqlite db = DatabaseHandle.open(
                SqliteOptions.file(file).journalMode(mode).name("target").build(), engine);
        await(db.executeScript("CREATE TABLE old(k INTEGER PRIMARY KEY); INSERT INTO old VALUES (1)"));
        return db;
    }

    @AfterEach
    void close() throws Exception {
        target.close();
        assertThat(Threads.of("target")).isEmpty();
        assertThat(names(directory)).noneMatch(name -> name.startsWith(".asyncsqlite"));
    }

    private CompletableFuture<Void> replaceBy(Way way, AsyncSqlite source) {
        return switch (way) {
            case DESERIALIZE -> target.contents().deserialize(image);
            case RESTORE -> target.contents().restore(backup);
            case LOAD -> target.contents().load(source.dump());
            case COPY -> source.contents().copyTo(target);
        };
    }

    private void checkUnchanged() throws Exception {
        assertThat(text(target, "SELECT group_concat(name) FROM sqlite_schema")).isEqualTo("old");
        await(target.execute("INSERT INTO old VALUES (2)"));
        assertThat(text(target, "SELECT count(*) FROM old")).isEqualTo("2");
        assertThat(await(target.maintenance().integrityCheck())).isEmpty();
    }

    private void checkReplaced() throws Exception {
        assertThat(text(target, "SELECT group_concat(name) FROM sqlite_schema")).isEqualTo("fresh");
        assertThat(text(target, "SELECT sum(length(v)) FROM fresh")).isEqualTo("3000000");
    }

    @Test
    void contentBehindALostGroupComesAfterIt() throws Exception {
        List<CompletableFuture<WriteResult>> group = new ArrayList<>();
        CompletableFuture<Void> replaced;
        CompletableFuture<WriteResult> after;
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        CompletableFuture<Void> gate = target.write(connection -> {
            held.countDown();
            release.await();
            return null;
        });
        try {
            assertThat(held.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            group.add(target.execute("INSERT INTO old VALUES (10)"));
            group.add(target.execute("INSERT OR ROLLBACK INTO old VALUES (1)"));
            group.add(target.execute("INSERT INTO old VALUES (11)"));
            replaced = target.contents().restore(backup);
            // The content was checked, and waits for the writing connection.
            awaitQueued(4);
            after = target.execute("INSERT INTO fresh(k) VALUES (31)");
        } finally {
            release.countDown();
        }
        await(gate);

        assertThat(await(group.get(0)).rowsUpdated()).isEqualTo(1);
        assertThat(failureOf(group.get(1))).isInstanceOf(ConstraintException.class);
        assertThat(await(group.get(2)).rowsUpdated()).isEqualTo(1);
        await(replaced);
        assertThat(await(after).rowsUpdated()).isEqualTo(1);
        checkReplacedBeside(31);
    }

    private void awaitQueued(int operations) {
        WriterGate.awaitQueued(target, operations);
        assertThat(target.stats().queuedWrites()).isEqualTo(operations);
    }

    private void checkReplacedBeside(int rows) throws Exception {
        assertThat(text(target, "SELECT group_concat(name) FROM sqlite_schema")).isEqualTo("fresh");
        assertThat(text(target, "SELECT count(*) FROM fresh")).isEqualTo(String.valueOf(rows));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void ioErrorIsSettledAndLeavesTheContent(Way way) throws Exception {
        engine.failReplacements(IOERR_FSYNC);
        try (AsyncSqlite source = openSource()) {
            assertThat(failureOf(replaceBy(way, source))).isInstanceOfSatisfying(BackupException.class, failed -> {
                assertThat(failed.reason()).isEqualTo(Reason.NO_ACCESS);
                assertThat(failed.outcome()).isEqualTo(Outcome.NOT_EXECUTED);
            });
            checkUnchanged();

            engine.failReplacements(0);
            await(replaceBy(way, source));
            checkReplaced();
        }
    }

    @Test
    void ioErrorThatIsNotSettledIsAnUnknownOutcome() throws Exception {
        engine.failReplacements(IOERR_FSYNC);
        engine.failCommits(IOERR_FSYNC, 0, 1);

        assertThat(failureOf(target.contents().restore(backup))).isInstanceOf(OutcomeUnknownException.class);
        assertThat(failureOf(target.execute("INSERT INTO old VALUES (2)"))).isInstanceOf(DatabaseFailedException.class);
    }

    @Test
    void ioErrorWithARollbackJournalIsAnUnknownOutcome() throws Exception {
        target.close();
        target = openTarget(directory.resolve("journal.db"), JournalMode.DELETE);
        engine.failReplacements(IOERR_FSYNC);

        assertThat(failureOf(target.contents().restore(backup))).isInstanceOf(OutcomeUnknownException.class);
        assertThat(failureOf(target.execute("INSERT INTO old VALUES (2)"))).isInstanceOf(DatabaseFailedException.class);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void otherErrorsLeaveTheContent(Way way) throws Exception {
        engine.failReplacements(FULL);
        try (AsyncSqlite source = openSource()) {
            assertThat(failureOf(replaceBy(way, source)))
                    .isInstanceOfSatisfying(
                            BackupException.class,
                            failed -> assertThat(failed.reason()).isEqualTo(Reason.DISK_FULL));
        }
        checkUnchanged();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void fullDiskLeavesTheContentAndGivesWayToSpace(Way way) throws Exception {
        try (Tmpfs disk = Tmpfs.mount(directory.resolve("disk"), "size=12m");
                AsyncSqlite source = openSource()) {
            target.close();
            Path ballast = Files.write(disk.directory().resolve("ballast"), new byte[10_500_000]);
            target = openTarget(disk.directory().resolve("target.db"), JournalMode.WAL);
            try {
                Throwable failure = failureOf(replaceBy(way, source));

                assertThat(failure).isInstanceOf(SqliteException.class);
                assertThat(isFull(failure)).as(failure.toString()).isTrue();
                checkUnchanged();
                assertThat(names(disk.directory())).noneMatch(name -> name.startsWith(".asyncsqlite"));
                Files.delete(ballast);
                await(replaceBy(way, source));
                checkReplaced();
            } finally {
                target.close();
            }
        }
    }

    private static boolean isFull(Throwable failure) {
        return (failure instanceof BackupException failed && failed.reason() == Reason.DISK_FULL)
                || (failure instanceof StatementException statement
                        && statement.code().primary() == FULL);
    }
}
