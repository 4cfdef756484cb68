package io.asyncsqlite.testing;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.SqliteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A database that is backed up: two accounts whose sum never changes, and enough rows that a slow backup takes its time. */
public final class BackupSubject {

    private static final String ROWS = "WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
            + " INSERT INTO filler SELECT i, hex(randomblob(40)) FROM n";

    /** Slow enough for a test to do something meanwhile; fast enough if it goes on. */
    public static final long SLOW = 4_000_000;

    private BackupSubject() {}

    public static AsyncSqlite open(SqliteOptions options) throws Exception {
        AsyncSqlite db = AsyncSqlite.open(options);
        await(db.executeScript("CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER);"
                + "INSERT INTO account VALUES (1, 500), (2, 500);"
                + "CREATE TABLE filler(id INTEGER PRIMARY KEY, body TEXT)"));
        await(db.execute(ROWS));
        return db;
    }

    /** Checks that a file is a sound copy with all rows, for its owner only. */
    public static void checkCopy(Path file) throws Exception {
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        try (AsyncSqlite copy = AsyncSqlite.open(
                SqliteOptions.file(file).mustExist(true).name("copy").build())) {
            assertThat(text(copy, "PRAGMA integrity_check")).isEqualTo("ok");
            assertThat(text(copy, "SELECT sum(balance) FROM account")).isEqualTo("1000");
            assertThat(text(copy, "SELECT count(*) FROM filler")).isEqualTo("30000");
        }
    }

    public static String text(AsyncSqlite db, String sql) throws Exception {
        return await(db.query(sql).map(row -> String.valueOf(row.get(0))).one());
    }

    public static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Returns options of a backup that is slow, and counts the latch down when it has begun. */
    public static BackupOptions.Builder slow(CountDownLatch begun) {
        return BackupOptions.builder().bytesPerSecond(SLOW).progress(progress -> begun.countDown());
    }

    public static void awaitLatch(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
