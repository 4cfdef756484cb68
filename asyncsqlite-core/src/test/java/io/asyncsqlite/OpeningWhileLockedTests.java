package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.testing.Futures;
import io.asyncsqlite.testing.Threads;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Opening a file that another program uses waits for a lock only if it needs the lock. */
@Timeout(60)
class OpeningWhileLockedTests {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("shared.db");
    }

    /** With statistics that are old enough for PRAGMA optimize to renew them. */
    private void create(String journalMode) throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA journal_mode=" + journalMode);
            statement.execute("CREATE TABLE t(a, b)");
            statement.execute("CREATE INDEX ta ON t(a)");
            statement.execute("INSERT INTO t VALUES (1, 2)");
            statement.execute("ANALYZE");
            statement.execute("WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                    + " INSERT INTO t SELECT i % 7, i FROM n");
        }
    }

    private AsyncSqlite open(JournalMode mode, Duration busyTimeout) {
        return AsyncSqlite.open(SqliteOptions.file(file)
                .journalMode(mode)
                .busyTimeout(busyTimeout)
                .build());
    }

    @ParameterizedTest
    @EnumSource(
            value = JournalMode.class,
            names = {"WAL", "DELETE"})
    void opensAtOnceWhileAnotherProgramWrites(JournalMode mode) throws Exception {
        create(mode.name());
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("INSERT INTO t VALUES (9, 9)");

            try (AsyncSqlite db = open(mode, Duration.ZERO)) {
                assertThat(await(db.query("SELECT count(*) FROM t")
                                .mapTo(Long.class)
                                .one()))
                        .isEqualTo(2001);
            }
            statement.execute("COMMIT");
        }
    }

    @Test
    void openSucceedsWhileAnotherProgramReadsARollbackJournalFile() throws Exception {
        create("DELETE");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement();
                var rows = statement.executeQuery("SELECT * FROM t")) {
            assertThat(rows.next()).isTrue();

            try (AsyncSqlite db = open(JournalMode.DELETE, Duration.ZERO)) {
                assertThat(await(db.query("SELECT count(*) FROM t")
                                .mapTo(Long.class)
                                .one()))
                        .isEqualTo(2001);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = JournalMode.class,
            names = {"WAL", "DELETE"})
    void waitsForALockThatItNeeds(JournalMode mode) throws Exception {
        // WAL: the mode is changed, which SQLite does not wait for while another program writes. DELETE: nothing can be
        // read.
        create("DELETE");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute(mode == JournalMode.WAL ? "BEGIN IMMEDIATE" : "BEGIN EXCLUSIVE");
            CompletableFuture<AsyncSqlite> opening =
                    CompletableFuture.supplyAsync(() -> open(mode, Duration.ofSeconds(30)));
            awaitPause();
            assertThat(opening).isNotDone();
            statement.execute("COMMIT");

            try (AsyncSqlite db = await(opening)) {
                assertThat(await(db.query("PRAGMA journal_mode")
                                .mapTo(String.class)
                                .one()))
                        .isEqualToIgnoringCase(mode.name());
            }
        }
    }

    private void awaitPause() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (Threads.of("shared.db").stream().noneMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING)) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    void waitsForTheBusyTimeoutAndNoLonger() throws Exception {
        create("DELETE");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            for (String begin : new String[] {"BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"}) {
                statement.execute(begin);
                long since = System.nanoTime();

                DatabaseOpenException failure = catchThrowableOfType(
                        DatabaseOpenException.class, () -> open(JournalMode.WAL, Duration.ofMillis(300)));

                assertThat(failure.reason()).isEqualTo(Reason.LOCKED);
                assertThat(failure.retryable()).isTrue();
                assertThat(System.nanoTime() - since)
                        .isBetween(TimeUnit.MILLISECONDS.toNanos(300), TimeUnit.SECONDS.toNanos(50));
                statement.execute("ROLLBACK");
            }
        }
    }

    /** A plain read takes no write lock, for which it would collide with programs that only read. */
    @Test
    void rollbackJournalReadsRunBesideOtherPrograms() throws Exception {
        create("DELETE");
        try (AsyncSqlite db = open(JournalMode.DELETE, Duration.ZERO);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertThat(await(
                            db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                    .isEqualTo(2001);
            assertThat(Futures.failureOf(db.execute("INSERT INTO t VALUES (1, 1)")))
                    .isInstanceOf(BusyException.class);
            statement.execute("ROLLBACK");
        }
    }

    @Test
    void readsAndWritesThatWaitTogetherAreNeitherMixedUpNorLost() throws Exception {
        create("DELETE");
        try (AsyncSqlite db = open(JournalMode.DELETE, Duration.ofSeconds(5))) {
            var counts = WriterGate.whileHeld(db, () -> {
                CompletableFuture<?>[] all = new CompletableFuture<?>[100];
                for (int i = 0; i < all.length; i++) {
                    all[i] = i % 3 == 0
                            ? db.execute("INSERT INTO t VALUES (1, 1)")
                            : db.query("SELECT count(*) FROM t")
                                    .mapTo(Long.class)
                                    .one();
                }
                return all;
            });
            long inserted = 0;
            for (int i = 0; i < counts.length; i++) {
                Object result = await(counts[i]);
                inserted += i % 3 == 0 ? 1 : 0;
                if (i % 3 != 0) {
                    assertThat(result).isEqualTo(2001 + inserted);
                }
            }
        }
    }
}
