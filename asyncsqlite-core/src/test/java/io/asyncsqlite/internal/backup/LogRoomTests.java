package io.asyncsqlite.internal.backup;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupResult;
import io.asyncsqlite.BusyException;
import io.asyncsqlite.CheckpointMode;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.testing.BackupSubject;
import io.asyncsqlite.testing.Futures;
import io.asyncsqlite.testing.SlowLogEngine;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of the log during a backup that reads one state all the time. */
@Timeout(60)
class LogRoomTests {

    private static final long PIECE = 4L << 20;
    private static final long LARGE = 40_000_000;

    @TempDir
    Path directory;

    private AsyncSqlite db;
    private CompletableFuture<BackupResult> backup;

    @BeforeEach
    void open() throws Exception {
        db = BackupSubject.open(SqliteOptions.file(directory.resolve("app.db")).build());
        await(db.execute("CREATE TABLE large AS SELECT zeroblob(?) AS v", LARGE));
        await(db.maintenance().checkpoint(CheckpointMode.TRUNCATE));
    }

    @AfterEach
    void close() {
        backup.cancel(true);
        db.close();
    }

    /** Starts a backup that goes on until the end of the test. */
    private void backUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        backup = db.backup(
                directory.resolve("copy.db"),
                BackupSubject.slow(begun).compact(true).bytesPerSecond(100_000).build());
        BackupSubject.awaitLatch(begun);
    }

    private void awaitLogOf(long bytes) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (db.stats().logBytes() < bytes && System.nanoTime() < until) {
            await(db.execute("UPDATE account SET balance = balance"));
        }
        assertThat(db.stats().logBytes()).isGreaterThanOrEqualTo(bytes);
    }

    private static long balance(AsyncSqlite database) throws Exception {
        return await(database.query("SELECT sum(balance) FROM account")
                .mapTo(Long.class)
                .one());
    }

    @Test
    void logIsLongerThanItIsUsed() throws Exception {
        backUp();

        awaitLogOf(PIECE);
    }

    @Test
    void logOfASmallDatabaseIsLeftAlone() throws Exception {
        await(db.execute("DROP TABLE large"));
        await(db.maintenance().vacuum());
        await(db.maintenance().checkpoint(CheckpointMode.TRUNCATE));

        backUp();

        writeALittle();
        assertThat(db.stats().logBytes()).isLessThan(PIECE);
    }

    /** What the backup has asked of the writer came before. */
    private void writeALittle() throws Exception {
        for (int i = 0; i < 100; i++) {
            await(db.execute("UPDATE account SET balance = balance"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_095, 4_120, 1_000_000})
    void zerosBehindTheLogAreNoPartOfIt(int missing) throws Exception {
        // The first zeros come right behind this.
        await(db.execute("UPDATE account SET balance = 7"));
        backUp();
        awaitLogOf(PIECE);

        // As after a kill: with the log, whose last zeros may not have been written, and without the memory that
        // connections share.
        Path killed = Files.createDirectory(directory.resolve("killed"));
        Files.copy(directory.resolve("app.db"), killed.resolve("app.db"));
        Path log = Files.copy(directory.resolve("app.db-wal"), killed.resolve("app.db-wal"));
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - missing);
        }

        try (AsyncSqlite recovered = AsyncSqlite.open(killed.resolve("app.db"))) {
            assertThat(balance(recovered)).isEqualTo(14);
            checkIntegrity(recovered);
        }
    }

    private static void checkIntegrity(AsyncSqlite database) throws Exception {
        assertThat(await(database.query("PRAGMA integrity_check")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo("ok");
    }

    /** A connection of the driver stands for another process. */
    @Test
    void otherProcessesWriteIntoALogThatWasLengthened() throws Exception {
        backUp();
        awaitLogOf(PIECE);

        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("app.db"));
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 20000");
            for (int i = 0; i < 50; i++) {
                statement.executeUpdate("UPDATE account SET balance = balance + 1");
                await(db.execute("UPDATE account SET balance = balance + 1"));
            }
        }

        assertThat(balance(db)).isEqualTo(1_200);
        checkIntegrity(db);
    }

    /** While another process writes, the file is not touched, and the backup goes on. */
    @Test
    void logIsLeftAloneWhileAnotherProcessWrites() throws Exception {
        db.close();
        db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("app.db"))
                .busyTimeout(Duration.ofMillis(200))
                .build());
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("app.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            backUp();
            assertThat(Futures.failureOf(db.execute("UPDATE account SET balance = balance")))
                    .isInstanceOf(BusyException.class);

            assertThat(db.stats().logBytes()).isLessThan(PIECE);
            assertThat(backup).isNotDone();
            statement.execute("ROLLBACK");
        }

        await(db.execute("UPDATE account SET balance = 6"));
        assertThat(balance(db)).isEqualTo(12);
    }

    @Test
    void writesGoOnInALogThatWasLengthened() throws Exception {
        backUp();
        awaitLogOf(PIECE);
        for (int i = 0; i < 5; i++) {
            await(db.execute("UPDATE filler SET body = hex(randomblob(40))"));
        }
        await(db.execute("UPDATE account SET balance = 8"));
        backup.cancel(true);
        db.close();

        db = AsyncSqlite.open(directory.resolve("app.db"));
        assertThat(balance(db)).isEqualTo(16);
        checkIntegrity(db);
    }

    @Test
    void logOfCommitsThatDoNotWaitIsLeftAlone() throws Exception {
        db.close();
        db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("app.db"))
                .synchronous(Synchronous.NORMAL)
                .build());
        backUp();

        writeALittle();
        assertThat(db.stats().logBytes()).isLessThan(PIECE);
    }

    @Test
    void fullDiskForTheZerosHarmsNothing() throws Exception {
        db.close();
        SlowLogEngine engine = new SlowLogEngine();
        engine.allowAll();
        CountDownLatch failed = engine.refuseLengthening();
        db = DatabaseHandle.open(SqliteOptions.file(directory.resolve("app.db")).build(), engine);
        backUp();
        BackupSubject.awaitLatch(failed);

        await(db.execute("UPDATE account SET balance = 9"));
        assertThat(balance(db)).isEqualTo(18);
        assertThat(backup).isNotDone();
        assertThat(db.stats().failed()).isFalse();
    }
}
