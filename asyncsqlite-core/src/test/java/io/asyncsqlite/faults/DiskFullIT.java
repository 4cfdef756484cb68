package io.asyncsqlite.faults;

import static io.asyncsqlite.faults.Waits.await;
import static io.asyncsqlite.faults.Waits.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupException;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.BulkWriteException;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.testing.BackupSubject;
import io.asyncsqlite.transfer.Csv;
import io.asyncsqlite.transfer.CsvImport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the disk is full, acknowledged writes are there, the others fail, and writing goes on when there is space again. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DiskFullIT {

    private static final int WRITES = 2_000;
    private static final int FULL = 13;

    @TempDir
    Path directory;

    private static final String TABLE = "CREATE TABLE t(id INTEGER, part INTEGER, filler BLOB)";

    @Test
    void aFullFileSystemLosesNothingAndGivesWayToSpace() throws Exception {
        try (Tmpfs disk = Tmpfs.mount(directory.resolve("disk"), "size=2m")) {
            Path ballast = Files.write(disk.resolve("ballast"), new byte[1_200_000]);
            List<String> acknowledged;
            try (AsyncSqlite db = openWithTable(disk.resolve("full.db"))) {
                acknowledged = fill(db);
                Files.delete(ballast);
                await(db.execute("INSERT INTO t VALUES (-1, 1, NULL)"));
                acknowledged.add("-1");
            }
            check(disk.resolve("full.db"), acknowledged);
        }
    }

    @Test
    void fileSystemThatStaysFullUntilCloseLosesNothing() throws Exception {
        try (Tmpfs disk = Tmpfs.mount(directory.resolve("disk"), "size=2m")) {
            Path ballast = Files.write(disk.resolve("ballast"), new byte[1_200_000]);
            List<String> acknowledged;
            try (AsyncSqlite db = openWithTable(disk.resolve("full.db"))) {
                acknowledged = fill(db);
            }
            Files.delete(ballast);
            check(disk.resolve("full.db"), acknowledged);
        }
    }

    @Test
    void aDatabaseAtItsPageLimitLosesNothingAndGivesWayToSpace() throws Exception {
        Path file = directory.resolve("full.db");
        List<String> acknowledged;
        try (AsyncSqlite db = open(file, "200")) {
            await(db.execute(TABLE));
            acknowledged = fill(db);
        }
        try (AsyncSqlite db = open(file, "300")) {
            await(db.execute("INSERT INTO t VALUES (-1, 1, NULL)"));
            acknowledged.add("-1");
        }
        check(file, acknowledged);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void backupToAFullFileSystemLeavesTheOldOneAndTheDatabase(boolean compact) throws Exception {
        try (Tmpfs disk = Tmpfs.mount(directory.resolve("disk"), "size=2m");
                AsyncSqlite db = openWithTable(directory.resolve("source.db"))) {
            Path target = Files.writeString(disk.resolve("backup.db"), "old");
            await(db.execute("INSERT INTO t VALUES (1, 1, zeroblob(4000000))"));

            SqliteException failure = failureOf(db.backup(
                    target,
                    BackupOptions.builder().replace(true).compact(compact).build()));

            assertThat(failure)
                    .isInstanceOfSatisfying(
                            BackupException.class,
                            full -> assertThat(full.reason()).isEqualTo(BackupException.Reason.DISK_FULL));
            assertThat(target).hasContent("old");
            assertThat(BackupSubject.names(disk.directory())).containsExactly("backup.db");
            await(db.execute("DELETE FROM t"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void importIntoAFullFileSystemKeepsWhatWasAskedFor(boolean whole) throws Exception {
        try (Tmpfs disk = Tmpfs.mount(directory.resolve("disk"), "size=24m")) {
            Path ballast = Files.write(disk.resolve("ballast"), new byte[19_000_000]);
            Path source = Files.writeString(directory.resolve("source.csv"), csv());
            try (AsyncSqlite db = AsyncSqlite.open(disk.resolve("full.db"))) {
                await(db.execute("CREATE TABLE target(id INTEGER PRIMARY KEY, filler TEXT)"));
                CsvImport rows = Csv.into(db, "target").withChunkSize(CHUNK);
                CsvImport asked = whole ? rows.allOrNone() : rows;

                checkImportFailed(failureOf(asked.from(source)), whole, count(db));

                Files.delete(ballast);
                await(db.execute("DELETE FROM target"));
                assertThat(asked.from(source).get(30, TimeUnit.SECONDS).rows()).isEqualTo(ROWS);
                assertThat(count(db)).isEqualTo(ROWS);
                assertThat(text(db, "PRAGMA integrity_check")).containsExactly("ok");
            }
        }
    }

    private static final int CHUNK = 500;
    private static final int ROWS = 8 * CHUNK;

    private static String csv() {
        StringBuilder lines = new StringBuilder("id,filler\n");
        for (int i = 0; i < ROWS; i++) {
            lines.append(i).append(',').append("x".repeat(2_000)).append('\n');
        }
        return lines.toString();
    }

    private static long count(AsyncSqlite db) throws Exception {
        return Long.parseLong(text(db, "SELECT count(*) FROM target").get(0));
    }

    /** Whole chunks stay, of which the failure tells, or nothing. */
    private static void checkImportFailed(SqliteException failure, boolean whole, long rows) {
        Throwable full = failure;
        if (whole) {
            assertThat(rows).isZero();
            assertThat(failure.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        } else {
            assertThat(rows).isBetween((long) CHUNK, (long) ROWS - CHUNK);
            assertThat(rows % CHUNK).isZero();
            assertThat(failure).isInstanceOfSatisfying(BulkWriteException.class, kept -> {
                assertThat(kept.rows()).isEqualTo(rows);
                assertThat(kept.outcome()).isEqualTo(Outcome.PARTLY_EXECUTED);
            });
            full = failure.getCause();
        }
        assertThat(full)
                .isInstanceOfSatisfying(
                        StatementException.class,
                        reason -> assertThat(reason.code().primary()).isEqualTo(FULL));
    }

    private static AsyncSqlite openWithTable(Path file) throws Exception {
        AsyncSqlite db = AsyncSqlite.open(file);
        await(db.execute(TABLE));
        return db;
    }

    private static AsyncSqlite open(Path file, String maxPageCount) {
        return AsyncSqlite.open(
                SqliteOptions.file(file).pragma("max_page_count", maxPageCount).build());
    }

    /** Writes at once more than there is space for, and returns the ids of the acknowledged writes. */
    private static List<String> fill(AsyncSqlite db) throws Exception {
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int id = 0; id < WRITES; id++) {
            writes.add(submit(db, id));
        }
        List<String> acknowledged = new ArrayList<>();
        for (int id = 0; id < WRITES; id++) {
            SqliteException failure = failureOf(writes.get(id));
            if (failure == null) {
                acknowledged.add(String.valueOf(id));
            } else {
                checkFull(failure);
            }
        }
        assertThat(visible(db)).containsExactlyInAnyOrderElementsOf(acknowledged);
        assertThat(acknowledged).hasSizeBetween(20, WRITES - 20);
        return acknowledged;
    }

    /** A single row, or every tenth time a batch of three. */
    private static CompletableFuture<?> submit(AsyncSqlite db, int id) {
        return id % 10 == 0
                ? db.executeMany(
                        "INSERT INTO t VALUES (?, ?, zeroblob(2000))",
                        List.of(List.of(id, 1), List.of(id, 2), List.of(id, 3)))
                : db.execute("INSERT INTO t VALUES (?, 1, zeroblob(2000))", id);
    }

    private static void checkFull(SqliteException failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        StatementException.class,
                        full -> assertThat(full.code().primary()).isEqualTo(FULL));
        assertThat(failure.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }

    private static void check(Path file, List<String> acknowledged) throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            assertThat(text(db, "PRAGMA integrity_check")).containsExactly("ok");
            assertThat(visible(db)).containsExactlyInAnyOrderElementsOf(acknowledged);
            await(db.execute("INSERT INTO t VALUES (-2, 1, NULL)"));
        }
    }

    /** Returns the ids of the writes that are there as a whole, and those of others as {@code torn}. */
    private static List<String> visible(AsyncSqlite db) throws Exception {
        return text(
                db,
                "SELECT CASE WHEN count(*) = iif(id >= 0 AND id % 10 = 0, 3, 1) THEN id ELSE 'torn' END FROM t GROUP"
                        + " BY id");
    }

    private static List<String> text(AsyncSqlite db, String sql) throws Exception {
        return await(db.query(sql).map(row -> String.valueOf(row.get(0))).list());
    }
}
