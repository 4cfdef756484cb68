package io.asyncsqlite.internal.worker;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.JournalMode;
import io.asyncsqlite.Row;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteListener.Checkpoint;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.internal.connection.LogFlush;
import io.asyncsqlite.testing.FaultyEngine;
import io.asyncsqlite.testing.SingleThread;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The invariants of {@link Checkpoints}. */
@Timeout(60)
class CheckpointsTests {

    private static final int IOERR_FSYNC = 1034;
    private static final int PAGE = 4096;
    private static final long MIN_FRAMES = 1000;

    @TempDir
    private Path directory;

    private final FaultyEngine engine = new FaultyEngine();
    /** Checkpoints and the SQL of operations, in the order of the listener's calls. */
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        open(JournalMode.WAL);
    }

    private void open(JournalMode mode) throws Exception {
        db = DatabaseHandle.open(
                SqliteOptions.file(directory.resolve(mode + ".db"))
                        .journalMode(mode)
                        .listener(new Recorder())
                        .callbackExecutor(SingleThread.executor())
                        .build(),
                engine);
        await(db.execute("CREATE TABLE t(v BLOB)"));
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void aGrownLogIsTakenBackAfterTheAnswer() throws Exception {
        await(write(1_500));

        Checkpoint checkpoint = awaitCheckpoint();
        assertThat(checkpoint.database()).isEqualTo("WAL.db");
        assertThat(checkpoint.frames()).isGreaterThanOrEqualTo(1_500).isEqualTo(framesInLog());
        assertThat(checkpoint.time()).isPositive();
        assertThat(framesTakenBack()).isEqualTo(checkpoint.frames());
    }

    @Test
    void aLogThatWorkOnTheWriterGrewIsTakenBackToo() throws Exception {
        int tries = 0;
        do {
            // After a look that took long comes a pause as long.
            await(db.write(connection -> connection.execute(
                    "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1500)"
                            + " INSERT INTO t SELECT zeroblob(4096) FROM n")));
        } while (framesTakenBack() < 1_500 && ++tries < 20);

        assertThat(framesTakenBack()).isGreaterThanOrEqualTo(1_500);
    }

    /** Waits for a checkpoint, which must follow the answer to the operation that wrote. */
    private Checkpoint awaitCheckpoint() throws InterruptedException {
        Object before = null;
        Object next;
        while (!((next = told.poll(20, TimeUnit.SECONDS)) instanceof Checkpoint)) {
            assertThat(next).as("told after " + before).isNotNull();
            before = next;
        }
        assertThat(before).isEqualTo("INSERT INTO t VALUES (?)");
        return (Checkpoint) next;
    }

    @Test
    void aLogThatIsReadByNobodyStaysSmall() throws Exception {
        for (int i = 0; i < 200; i++) {
            await(write(100));
        }
        // A checkpoint that took long is followed by a pause as long.
        for (int i = 0; i < 2_000 && checkpoints() < 2; i++) {
            await(write(100));
        }

        List<Long> takenBack = told.stream()
                .filter(Checkpoint.class::isInstance)
                .map(event -> ((Checkpoint) event).frames())
                .toList();
        assertThat(takenBack).hasSizeGreaterThan(1);
        // On a busy machine a checkpoint takes long, and the log grows as long.
        long most = Math.max(MIN_FRAMES, Collections.max(takenBack));
        assertThat(db.stats().logBytes()).isLessThan(10 * most * PAGE);
    }

    private long checkpoints() {
        return told.stream().filter(Checkpoint.class::isInstance).count();
    }

    @Test
    void aLogThatIsSmallIsLeftAlone() throws Exception {
        await(write(100));
        await(write(100));

        assertThat(framesTakenBack()).isZero();
        assertThat(told).isNotEmpty().noneMatch(Checkpoint.class::isInstance);
    }

    @Test
    void pagesThatAReaderNeedsAreTakenBackLater() throws Exception {
        await(write(10));
        try (AsyncConnection reader = await(db.connect())) {
            await(reader.begin(TransactionMode.READ_ONLY));
            await(reader.query("SELECT count(*) FROM t").list());
            long seen = framesInLog();
            await(write(1_500));

            assertThat(awaitCheckpoint().frames()).isEqualTo(seen);
            assertThat(framesTakenBack()).isEqualTo(seen);
            await(reader.rollback());
        }
        Checkpoint rest;
        do {
            await(write(1));
            rest = told.stream()
                    .filter(Checkpoint.class::isInstance)
                    .map(Checkpoint.class::cast)
                    .findFirst()
                    .orElse(null);
        } while (rest == null);
        assertThat(rest.frames()).isGreaterThanOrEqualTo(1_500);
    }

    @Test
    void aFailureHarmsNobody() throws Exception {
        engine.failCheckpoints(IOERR_FSYNC);
        await(write(1_500));
        await(write(1_500));

        assertThat(framesTakenBack()).isZero();
        assertThat(db.stats().failed()).isFalse();

        engine.failCheckpoints(0);
        while (told.stream().noneMatch(Checkpoint.class::isInstance)) {
            await(write(1));
        }
        assertThat(await(db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                .isGreaterThan(3_000);
    }

    @Test
    void theLogIsEmptiedWhenTheWriterIsIdle() throws Exception {
        await(write(5_000));
        assertThat(db.stats().logBytes()).isGreaterThan(5_000 * PAGE);

        awaitEmptyLog();

        await(write(1));
        assertThat(await(db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                .isEqualTo(5_001);
    }

    @Test
    void theLogIsEmptiedAfterTheReaderThatNeedsIt() throws Exception {
        try (AsyncConnection reader = await(db.connect())) {
            await(reader.begin(TransactionMode.READ_ONLY));
            await(reader.query("SELECT count(*) FROM t").list());
            CountDownLatch tried = engine.awaitStatement("PRAGMA wal_checkpoint(TRUNCATE)");
            await(write(5_000));

            assertThat(tried.await(20, TimeUnit.SECONDS)).isTrue();
            // The writer did not wait for the reader.
            await(write(1));
            assertThat(db.stats().logBytes()).isGreaterThan(5_000 * PAGE);
            assertThat(await(reader.query("SELECT count(*) FROM t")
                            .mapTo(Long.class)
                            .one()))
                    .isZero();
            await(reader.rollback());
        }

        awaitEmptyLog();
    }

    @Test
    void aFailureToEmptyTheLogHarmsNothing() throws Exception {
        engine.failStatements("PRAGMA wal_checkpoint(TRUNCATE)");
        CountDownLatch tried = engine.awaitStatement("PRAGMA wal_checkpoint(TRUNCATE)");
        await(write(5_000));

        assertThat(tried.await(20, TimeUnit.SECONDS)).isTrue();
        await(write(1));
        assertThat(db.stats().failed()).isFalse();
        engine.failStatements("");
        awaitEmptyLog();
    }

    private void awaitEmptyLog() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (db.stats().logBytes() > 0 && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(db.stats().logBytes()).isZero();
    }

    @Test
    void onlyTheWriterTurnsAutocheckpointOff() throws Exception {
        assertThat(await(db.query("PRAGMA wal_autocheckpoint").mapTo(Long.class).one()))
                .isZero();
        try (AsyncConnection connection = await(db.connect())) {
            assertThat(await(connection
                            .query("PRAGMA wal_autocheckpoint")
                            .mapTo(Long.class)
                            .one()))
                    .isEqualTo(MIN_FRAMES);
        }
        db.close();
        open(JournalMode.DELETE);
        await(write(1_500));
        assertThat(await(db.query("PRAGMA wal_autocheckpoint").mapTo(Long.class).one()))
                .isEqualTo(MIN_FRAMES);
        assertThat(told).isNotEmpty().noneMatch(Checkpoint.class::isInstance);
    }

    @Test
    void aHugeAutocheckpointLeavesCheckpointsToOthers() throws Exception {
        db.close();
        told.clear();
        db = DatabaseHandle.open(
                SqliteOptions.file(directory.resolve("others.db"))
                        .pragma("wal_autocheckpoint", "1000000000")
                        .listener(new Recorder())
                        .callbackExecutor(SingleThread.executor())
                        .build(),
                engine);
        await(db.execute("CREATE TABLE t(v BLOB)"));
        await(write(3_000));
        await(write(1));

        assertThat(framesInLog()).isGreaterThanOrEqualTo(3_000);
        assertThat(framesTakenBack()).isZero();
        assertThat(told).noneMatch(Checkpoint.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource({"3.50.4, false", "3.51.0, true", "3.9.2, false", "3.54.1, true", "4.0, true"})
    void sqliteTellsTheSizeOfTheLogSince351(String version, boolean tells) {
        assertThat(LogFlush.tellsLogSize(version)).isEqualTo(tells);
    }

    /** Writes at least so many pages. */
    private CompletableFuture<?> write(int pages) {
        Object[] row = {new byte[PAGE]};
        return db.executeMany("INSERT INTO t VALUES (?)", Collections.nCopies(pages, row));
    }

    private long framesInLog() throws Exception {
        return log().getLong(1);
    }

    private long framesTakenBack() throws Exception {
        return log().getLong(2);
    }

    private Row log() throws Exception {
        return await(db.query("PRAGMA wal_checkpoint(NOOP)").one());
    }

    private final class Recorder implements SqliteListener {

        @Override
        public void operationFinished(FinishedOperation operation) {
            told.add(operation.sql());
        }

        @Override
        public void checkpointed(Checkpoint checkpoint) {
            told.add(checkpoint);
        }
    }
}
