package io.asyncsqlite;

import static io.asyncsqlite.testing.BackupSubject.awaitLatch;
import static io.asyncsqlite.testing.BackupSubject.checkCopy;
import static io.asyncsqlite.testing.BackupSubject.names;
import static io.asyncsqlite.testing.BackupSubject.slow;
import static io.asyncsqlite.testing.BackupSubject.text;
import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.testing.BackupSubject;
import io.asyncsqlite.testing.Threads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup is one state of the database, and there is a whole one or none. */
@Timeout(60)
class BackupTests {

    private static final String MOVE_ONE = "UPDATE account SET balance = balance + CASE id WHEN 1 THEN -1 ELSE 1 END";

    @TempDir
    Path directory;

    private Path backups;
    private Path target;
    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        backups = Files.createDirectory(directory.resolve("backups"));
        target = backups.resolve("copy.db");
        db = BackupSubject.open(SqliteOptions.file(directory.resolve("app.db")).build());
    }

    @AfterEach
    void close() {
        db.close();
        assertThat(Threads.of("app.db")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void backupIsAWholeDatabaseForItsOwnerOnly(boolean compact) throws Exception {
        await(db.execute("DELETE FROM filler WHERE id > 30000"));

        BackupResult made = await(db.backup(
                target, BackupOptions.builder().compact(compact).verify(true).build()));

        assertThat(made.file()).isEqualTo(target.toRealPath());
        assertThat(made.bytes()).isEqualTo(Files.size(target));
        assertThat(made.duration()).isPositive();
        assertThat(names(backups)).containsExactly("copy.db");
        checkCopy(target);
    }

    @Test
    void compactBackupHasNoFreePages() throws Exception {
        await(db.execute("CREATE TABLE waste AS SELECT * FROM filler"));
        await(db.execute("DROP TABLE waste"));

        BackupResult made =
                await(db.backup(target, BackupOptions.builder().compact(true).build()));

        long pages = Long.parseLong(text(db, "PRAGMA page_count"));
        assertThat(made.bytes()).isLessThan(pages * 4096 * 3 / 4);
        checkCopy(target);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writesCompleteDuringABackupWhichIsOneState(boolean compact) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<BackupResult> backup =
                db.backup(target, slow(begun).compact(compact).build());
        awaitLatch(begun);
        long moved = 0;
        while (moved < 200 || !backup.isDone()) {
            await(db.execute(MOVE_ONE));
            await(db.execute("UPDATE filler SET body = 'new' WHERE id = ?", 30_000 - moved % 30_000));
            if (moved == 0) {
                assertThat(backup).isNotDone();
            }
            moved++;
        }

        await(backup);

        checkCopy(target);
        try (AsyncSqlite copy = AsyncSqlite.open(target)) {
            long first = Long.parseLong(text(copy, "SELECT 500 - balance FROM account WHERE id = 1"));
            long second = Long.parseLong(text(copy, "SELECT count(*) FROM filler WHERE body = 'new'"));
            assertThat(first).isBetween(compact ? 0 : second, compact ? 0 : second + 1);
            assertThat(first).isLessThanOrEqualTo(moved);
        }
        assertThat(text(db, "SELECT balance FROM account WHERE id = 1")).isEqualTo(String.valueOf(500 - moved));
    }

    @Test
    void cancelledBackupLeavesNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<BackupResult> backup =
                db.backup(target, slow(begun).bytesPerSecond(100_000).build());
        awaitLatch(begun);

        backup.cancel(true);

        assertThat(failureOf(backup)).isInstanceOf(CancellationException.class);
        db.close();
        assertThat(names(backups)).isEmpty();
    }

    @Test
    void backupThatTakesTooLongFailsAndKeepsTheOldOne() throws Exception {
        await(db.backup(target));
        byte[] old = Files.readAllBytes(target);

        Throwable failure = failureOf(db.backup(
                target,
                BackupOptions.builder()
                        .replace(true)
                        .bytesPerSecond(100_000)
                        .timeout(Duration.ofMillis(200))
                        .build()));

        assertThat(failure)
                .isInstanceOf(OperationTimeoutException.class)
                .hasMessageContaining("200 ms")
                .hasMessageContaining("backup");
        assertThat(names(backups)).containsExactly("copy.db");
        assertThat(Files.readAllBytes(target)).isEqualTo(old);
    }

    @Test
    void closingEndsABackup() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<BackupResult> backup =
                db.backup(target, slow(begun).bytesPerSecond(100_000).build());
        awaitLatch(begun);

        db.close();

        assertThat(failureOf(backup)).isInstanceOf(DatabaseClosedException.class);
        assertThat(failureOf(db.backup(target))).isInstanceOf(DatabaseClosedException.class);
        assertThat(names(backups)).isEmpty();
    }

    @Test
    void replacedBackupIsTheNewState() throws Exception {
        await(db.backup(target));
        await(db.execute(MOVE_ONE));

        await(db.backup(target, BackupOptions.builder().replace(true).build()));

        checkCopy(target);
        try (AsyncSqlite copy = AsyncSqlite.open(target)) {
            assertThat(text(copy, "SELECT balance FROM account WHERE id = 1")).isEqualTo("499");
        }
    }

    @Test
    void backupsOfOneDatabaseRunBesideEachOther() throws Exception {
        List<CompletableFuture<BackupResult>> made = List.of(
                db.backup(target), db.backup(backups.resolve("second.db")), db.backup(backups.resolve("third.db")));

        for (CompletableFuture<BackupResult> one : made) {
            checkCopy(await(one).file());
        }
        assertThat(names(backups)).containsExactly("copy.db", "second.db", "third.db");
    }

    @Test
    void errorOfTheProgressConsumerDoesNotEndTheBackup() throws Exception {
        await(db.backup(
                target,
                BackupOptions.builder()
                        .progress(progress -> {
                            throw new AssertionError("told to fail");
                        })
                        .build()));

        checkCopy(target);
    }

    @Test
    void progressReachesTheSizeOfTheDatabase() throws Exception {
        List<BackupProgress> told = new java.util.concurrent.CopyOnWriteArrayList<>();

        await(db.backup(
                target,
                BackupOptions.builder()
                        .bytesPerSecond(BackupSubject.SLOW)
                        .progress(told::add)
                        .build()));
        Threads.awaitIdleCallbacks();

        assertThat(told)
                .isNotEmpty()
                .allSatisfy(progress -> assertThat(progress.copiedBytes()).isBetween(0L, progress.totalBytes()));
        assertThat(told).isSortedAccordingTo(java.util.Comparator.comparingLong(BackupProgress::copiedBytes));
        assertThat(told.get(0).totalBytes()).isEqualTo(Long.parseLong(text(db, "PRAGMA page_count")) * 4096);
    }

    @Test
    void blockingViewMakesABackup() throws Exception {
        BackupResult made = db.blocking().backup(target);

        assertThat(made.bytes()).isEqualTo(Files.size(target));
        assertThatThrownBy(() -> db.blocking().backup(target)).isInstanceOf(BackupException.class);
    }

    @Test
    void optionsOutOfTheirRangeAreRefused() {
        assertThatThrownBy(() -> BackupOptions.builder().bytesPerSecond(0).build())
                .hasMessage("bytesPerSecond must be at least 1, was 0");
        assertThatThrownBy(() -> BackupOptions.builder().timeout(Duration.ZERO).build())
                .hasMessageContaining("timeout must be more than 0");
    }
}
