package io.asyncsqlite;

import static io.asyncsqlite.testing.BackupSubject.awaitLatch;
import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.testing.Threads;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Long work on the file: it does what it says, stops when it must, and leaves the database as it was then. */
@Timeout(60)
class MaintenanceTests {

    private static final int PAGE = 4096;

    /** Work that runs until it is stopped, wherever it checks the rows of a table. */
    private final CountDownLatch checking = new CountDownLatch(1);

    private volatile boolean endless;
    private final SqlFunction held = SqlFunction.scalar("held", 1, arguments -> {
                while (endless && !arguments.mustStop()) {
                    checking.countDown();
                    Thread.onSpinWait();
                }
                return 1;
            })
            .deterministic()
            .innocuous();

    @TempDir
    Path directory;

    private Path file;
    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        file = directory.resolve("app.db");
        open(options());
        await(db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, v BLOB CHECK (held(id) = 1))"));
    }

    private SqliteOptions.Builder options() {
        return SqliteOptions.file(file).readers(1).define(held).pragma("auto_vacuum", "incremental");
    }

    private void open(SqliteOptions.Builder options) {
        db = AsyncSqlite.open(options.build());
    }

    @AfterEach
    void close() {
        db.close();
        assertThat(Threads.of("app.db")).isEmpty();
    }

    private void insert(int rows) throws Exception {
        Object[] row = {new byte[PAGE]};
        await(db.executeMany("INSERT INTO t(v) VALUES (?)", Collections.nCopies(rows, row)));
    }

    private long number(String sql) throws Exception {
        return await(db.query(sql).mapTo(Long.class).one());
    }

    @Test
    void checkpointCopiesTheLogAndTruncateCutsItsFile() throws Exception {
        insert(100);

        CheckpointResult passive = await(db.maintenance().checkpoint(CheckpointMode.PASSIVE));
        assertThat(passive.complete()).isTrue();
        assertThat(passive.logPages()).isGreaterThan(100).isEqualTo(passive.copiedPages());

        assertThat(await(db.maintenance().checkpoint(CheckpointMode.TRUNCATE)))
                .isEqualTo(new CheckpointResult(true, 0, 0));
        assertThat(db.stats().logBytes()).isZero();
        assertThat(number("SELECT count(*) FROM t")).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(CheckpointMode.class)
    void checkpointWaitsForNoReader(CheckpointMode mode) throws Exception {
        db.close();
        open(options().busyTimeout(Duration.ofHours(1)));
        insert(1);
        try (AsyncConnection reader = await(db.connect())) {
            await(reader.begin(TransactionMode.READ_ONLY));
            await(reader.query("SELECT count(*) FROM t").list());
            insert(100);

            CheckpointResult result = await(db.maintenance().checkpoint(mode));

            assertThat(result.complete()).isEqualTo(mode == CheckpointMode.PASSIVE);
            assertThat(result.copiedPages()).isLessThan(result.logPages());
            await(reader.rollback());
        }
        assertThat(await(db.maintenance().checkpoint(mode)).complete()).isTrue();
    }

    @Test
    void checkpointWithoutALogDoesNothing() throws Exception {
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            assertThat(await(memory.maintenance().checkpoint(CheckpointMode.TRUNCATE)))
                    .isEqualTo(new CheckpointResult(true, 0, 0));
        }
    }

    @Test
    void checksFindNothingInASoundFile() throws Exception {
        insert(10);

        assertThat(await(db.maintenance().integrityCheck())).isEmpty();
        assertThat(await(db.maintenance().quickCheck())).isEmpty();
        assertThat(db.blocking().maintenance().integrityCheck()).isEmpty();
        assertThat(db.blocking().maintenance().quickCheck()).isEmpty();
    }

    @Test
    void integrityCheckFindsWhatQuickCheckDoesNotLookAt() throws Exception {
        db.close();
        Path other = directory.resolve("broken.db");
        try (Connection jdbc = DriverManager.getConnection("jdbc:sqlite:" + other);
                Statement statement = jdbc.createStatement()) {
            statement.execute("CREATE TABLE t(a, b)");
            statement.execute("CREATE INDEX i ON t(a)");
            statement.execute("INSERT INTO t VALUES (1, 2)");
            statement.execute("PRAGMA writable_schema=ON");
            statement.execute("UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t(b)' WHERE name = 'i'");
        }
        try (AsyncSqlite broken = AsyncSqlite.open(other)) {
            assertThat(await(broken.maintenance().quickCheck())).isEmpty();
            assertThat(await(broken.maintenance().integrityCheck()))
                    .isNotEmpty()
                    .allMatch(message -> message.contains("index i"));
        }
    }

    @Test
    void checkLeavesReadersAndTheWriterToOthers() throws Exception {
        insert(1);
        endless = true;
        CompletableFuture<List<String>> check = db.maintenance().integrityCheck();
        awaitLatch(checking);

        assertThat(number("SELECT count(*) FROM t")).isEqualTo(1);
        await(db.execute("CREATE TABLE beside(k)"));
        assertThat(check).isNotDone();

        endless = false;
        assertThat(await(check)).isEmpty();
    }

    @Test
    void cancelledCheckStops() throws Exception {
        insert(1);
        endless = true;
        CompletableFuture<List<String>> check = db.maintenance().quickCheck();
        awaitLatch(checking);

        check.cancel(false);

        assertThat(failureOf(check)).isInstanceOf(CancellationException.class);
        endless = false;
        assertThat(await(db.maintenance().quickCheck())).isEmpty();
    }

    @Test
    void checkHasATimeOfItsOwn() throws Exception {
        insert(1);
        endless = true;
        AsyncSqlite hasty = db.withTimeout(Duration.ofMillis(50));
        CompletableFuture<List<String>> usual = hasty.maintenance().quickCheck();

        assertThat(failureOf(
                        db.maintenance().withTimeout(Duration.ofMillis(100)).quickCheck()))
                .isInstanceOfSatisfying(
                        OperationTimeoutException.class,
                        timeout -> assertThat(timeout).hasMessageContaining("quick_check"));
        assertThat(usual).isNotDone();
        endless = false;
        assertThat(await(usual)).isEmpty();
    }

    @Test
    void closeEndsACheck() throws Exception {
        insert(1);
        endless = true;
        CompletableFuture<List<String>> check = db.maintenance().integrityCheck();
        awaitLatch(checking);

        db.close();

        assertThat(failureOf(check)).isInstanceOf(DatabaseClosedException.class);
        assertThat(failureOf(db.maintenance().integrityCheck())).isInstanceOf(DatabaseClosedException.class);
    }

    @Test
    void vacuumRemovesFreePages() throws Exception {
        insert(500);
        await(db.execute("DELETE FROM t WHERE id > 10"));
        assertThat(number("PRAGMA freelist_count")).isGreaterThan(400);

        await(db.maintenance().vacuum());

        assertThat(number("PRAGMA freelist_count")).isZero();
        assertThat(number("PRAGMA page_count")).isLessThan(100);
        assertThat(number("SELECT count(*) FROM t")).isEqualTo(10);
    }

    @Test
    void stoppedVacuumChangesNothing() throws Exception {
        insert(5_000);
        await(db.execute("DELETE FROM t WHERE id % 2 = 0"));
        long pages = number("PRAGMA page_count");

        CompletableFuture<Void> vacuum = db.maintenance().vacuum();
        vacuum.cancel(false);

        assertThat(failureOf(vacuum)).isInstanceOf(CancellationException.class);
        assertThat(failureOf(db.maintenance().withTimeout(Duration.ofMillis(1)).vacuum()))
                .isInstanceOf(OperationTimeoutException.class);
        assertThat(number("PRAGMA page_count")).isEqualTo(pages);
        assertThat(await(db.maintenance().integrityCheck())).isEmpty();
    }

    @Test
    void incrementalVacuumGivesPagesBackAndTellsItsProgress() throws Exception {
        insert(2_000);
        await(db.execute("DELETE FROM t WHERE id > 10"));
        long pages = number("PRAGMA page_count");
        BlockingQueue<Long> told = new LinkedBlockingQueue<>();

        assertThat(await(db.maintenance().incrementalVacuum(600, told::add))).isEqualTo(600);

        assertThat(number("PRAGMA page_count")).isEqualTo(pages - 600);
        assertThat(List.of(next(told), next(told), next(told))).containsExactlyInAnyOrder(256L, 512L, 600L);
        assertThat(await(db.maintenance().incrementalVacuum(Long.MAX_VALUE))).isGreaterThan(1_000);
        assertThat(number("PRAGMA freelist_count")).isZero();
        assertThat(db.blocking().maintenance().incrementalVacuum(1)).isZero();
    }

    private static Long next(BlockingQueue<Long> told) throws InterruptedException {
        return told.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void errorOfAProgressConsumerHarmsNothing() throws Exception {
        insert(1_000);
        await(db.execute("DELETE FROM t"));

        long freed = await(db.maintenance().incrementalVacuum(Long.MAX_VALUE, pages -> {
            throw new AssertionError("of the consumer");
        }));

        assertThat(freed).isGreaterThan(900);
        assertThat(number("SELECT count(*) FROM t")).isZero();
    }

    @Test
    void incrementalVacuumOfAnotherFileIsRefused() throws Exception {
        db.close();
        file = directory.resolve("none.db");
        open(SqliteOptions.file(file).name("app.db"));

        assertThat(failureOf(db.maintenance().incrementalVacuum(1)))
                .isInstanceOf(InvalidStatementException.class)
                .hasMessageContaining("auto_vacuum of the file is not INCREMENTAL");
        assertThat(failureOf(db.maintenance().incrementalVacuum(0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void analyzeAndOptimizeMakeStatistics() throws Exception {
        await(db.executeScript("CREATE TABLE s(a, b); CREATE INDEX sa ON s(a)"));
        await(db.executeMany("INSERT INTO s VALUES (?, 1)", Collections.nCopies(500, 1)));

        await(db.maintenance().analyze());
        assertThat(number("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 's'")).isEqualTo(1);

        await(db.maintenance().optimize());
        db.blocking().maintenance().analyze();
        db.blocking().maintenance().optimize();
    }

    @Test
    void readOnlyDatabaseIsCheckedOnly() throws Exception {
        insert(1);
        db.close();
        open(SqliteOptions.file(file).define(held).readOnly(true));

        assertThat(await(db.maintenance().integrityCheck())).isEmpty();
        List<Function<Maintenance, CompletableFuture<?>>> writing = List.of(
                maintenance -> maintenance.checkpoint(CheckpointMode.PASSIVE),
                Maintenance::optimize,
                Maintenance::analyze,
                Maintenance::vacuum,
                maintenance -> maintenance.incrementalVacuum(1));
        for (Function<Maintenance, CompletableFuture<?>> work : writing) {
            assertThat(failureOf(work.apply(db.maintenance())))
                    .isInstanceOf(InvalidStatementException.class)
                    .hasMessageContaining("readOnly");
        }
    }

    @Test
    void everyWorkRunsWithARollbackJournalAndInMemory() throws Exception {
        for (SqliteOptions.Builder options : List.of(
                SqliteOptions.file(directory.resolve("rollback.db")).journalMode(JournalMode.DELETE),
                SqliteOptions.memory())) {
            db.close();
            open(options.name("app.db"));
            await(db.execute("CREATE TABLE t(v)"));
            insert(300);
            SyncMaintenance maintenance = db.blocking().maintenance();

            maintenance.vacuum();
            maintenance.analyze();
            maintenance.optimize();

            assertThat(maintenance.checkpoint(CheckpointMode.FULL)).isEqualTo(new CheckpointResult(true, 0, 0));
            assertThat(maintenance.withTimeout(Duration.ofMinutes(1)).integrityCheck())
                    .isEmpty();
        }
    }

    @Test
    void timeOutOfItsRangeIsRefused() {
        assertThatThrownBy(() -> db.maintenance().withTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeout");
        assertThatThrownBy(() -> db.blocking().maintenance().withTimeout(Duration.ofDays(400)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
