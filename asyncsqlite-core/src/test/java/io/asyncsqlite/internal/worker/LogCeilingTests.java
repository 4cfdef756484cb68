package io.asyncsqlite.internal.worker;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.BackupResult;
import io.asyncsqlite.Cursor;
import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.testing.FaultyEngine;
import io.asyncsqlite.testing.LogCapture;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The invariants of {@link LogCeiling}. */
@Timeout(120)
class LogCeilingTests {

    private static final long MIB = 1L << 20;

    @TempDir
    private Path directory;

    private final LogCapture log = new LogCapture(LogCeiling.class);
    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(
                SqliteOptions.file(directory.resolve("app.db")).readers(4).build());
        await(db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, v BLOB)"));
        await(db.executeMany("INSERT INTO t(v) VALUES (zeroblob(?))", Collections.nCopies(1_000, 4_000)));
    }

    @AfterEach
    void close() {
        db.close();
        log.close();
    }

    /** Changes the same pages again and again, so that the log grows and the file does not. */
    private void write(long mebibytes) throws Exception {
        long until = db.stats().logBytes() + mebibytes * MIB;
        for (int i = 0; i < 10_000 && db.stats().logBytes() < until; i++) {
            await(db.execute("UPDATE t SET v = randomblob(4000)"));
        }
        assertThat(db.stats().logBytes()).isGreaterThanOrEqualTo(until);
        // The writer looks at the log after the answer.
        await(db.execute("UPDATE t SET v = randomblob(4000) WHERE id = 1"));
    }

    @Test
    void overlappingReadsDoNotLetTheLogGrow() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        List<CompletableFuture<Void>> readers = List.of(readUntil(end), readUntil(end), readUntil(end), readUntil(end));
        for (int i = 0; i < 100; i++) {
            await(db.execute("UPDATE t SET v = randomblob(4000)"));
        }
        end.set(true);
        for (CompletableFuture<Void> reader : readers) {
            await(reader);
        }

        // 400 MB were written.
        assertThat(db.stats().logBytes()).isLessThan(200 * MIB);
    }

    /** Reads one state for 30 ms, and then the next. */
    private CompletableFuture<Void> readUntil(AtomicBoolean end) {
        return CompletableFuture.runAsync(() -> {
            while (!end.get()) {
                db.read(connection -> {
                            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(30);
                            do {
                                connection.query("SELECT count(*) FROM t").list();
                                Thread.onSpinWait();
                            } while (System.nanoTime() < until);
                            return true;
                        })
                        .join();
            }
        });
    }

    @Test
    void warningNamesTheTransactionThatPinsTheLog() throws Exception {
        OpenTransaction reader = await(db.begin(TransactionMode.READ_ONLY));
        await(reader.query("SELECT count(*) FROM t").list());

        write(70);

        assertThat(onlyWarning())
                .contains("write-ahead log of database 'app.db'")
                .containsPattern("has \\d+ MiB and grows")
                .contains("the transaction opened at " + LogCeilingTests.class.getName())
                .containsPattern("has run for [\\d.]+ ms");
        await(reader.rollback());
    }

    @Test
    void warningNamesTheCursorThatPinsTheLog() throws Exception {
        try (AsyncConnection connection = await(db.connect())) {
            Cursor cursor = await(connection.cursor("SELECT id, v FROM t WHERE id > ?", 7));
            await(cursor.fetchOne());

            write(70);

            assertThat(onlyWarning())
                    .contains("[SELECT id, v FROM t WHERE id > ?]")
                    .contains("on Connection 1 of database 'app.db', which was opened at ")
                    .contains(LogCeilingTests.class.getName());
            cursor.close();
        }
    }

    @Test
    void warningNamesTheStreamThatPinsTheLog() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Long> stream = db.query("SELECT id, v FROM t ORDER BY id")
                .forEach(row -> {
                    entered.countDown();
                    awaitLatch(release);
                });
        awaitLatch(entered);

        write(70);

        assertThat(onlyWarning()).contains("[SELECT id, v FROM t ORDER BY id]");
        release.countDown();
        assertThat(await(stream)).isEqualTo(1_000);
    }

    @Test
    void warningNamesTheLineOfAStreamThatIsKnownToBeLong() throws Exception {
        assertThat(await(db.query("SELECT id, v FROM t ORDER BY id").forEach(row -> {})))
                .isEqualTo(1_000);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Long> stream = db.query("SELECT id, v FROM t ORDER BY id")
                .forEach(row -> {
                    entered.countDown();
                    awaitLatch(release);
                });
        awaitLatch(entered);

        write(70);

        assertThat(onlyWarning())
                .contains("[SELECT id, v FROM t ORDER BY id], opened at " + LogCeilingTests.class.getName()
                        + ".warningNamesTheLineOfAStreamThatIsKnownToBeLong(");
        release.countDown();
        assertThat(await(stream)).isEqualTo(1_000);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void writerDoesNotWaitForABackup() throws Exception {
        FaultyEngine engine = new FaultyEngine();
        CountDownLatch waited = engine.awaitStatement("PRAGMA wal_checkpoint(RESTART)");
        db.close();
        db = DatabaseHandle.open(SqliteOptions.file(directory.resolve("app.db")).build(), engine);
        await(db.execute("CREATE TABLE filler AS WITH RECURSIVE n(i) AS"
                + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) SELECT hex(randomblob(40)) FROM n"));
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<BackupResult> backup = db.backup(
                directory.resolve("copy.db"),
                BackupOptions.builder()
                        .bytesPerSecond(100_000)
                        .progress(progress -> begun.countDown())
                        .build());
        awaitLatch(begun);

        write(70);

        assertThat(onlyWarning()).contains("because it is in use by [backup], which has run for ");
        assertThat(waited.getCount()).isOne();
        backup.cancel(true);
    }

    private String onlyWarning() {
        assertThat(log.messages()).hasSize(1);
        return log.messages().get(0);
    }

    @Test
    void logStartsAnewAfterTheReader() throws Exception {
        OpenTransaction reader = await(db.begin(TransactionMode.READ_ONLY));
        await(reader.query("SELECT count(*) FROM t").list());
        write(70);
        await(reader.rollback());
        long before = db.stats().logBytes();

        for (int i = 0; i < 50; i++) {
            await(db.execute("UPDATE t SET v = randomblob(4000)"));
        }

        // 200 MB were written.
        assertThat(db.stats().logBytes()).isLessThan(before + 100 * MIB);
    }
}
