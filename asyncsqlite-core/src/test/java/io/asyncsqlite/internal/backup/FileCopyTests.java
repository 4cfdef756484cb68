package io.asyncsqlite.internal.backup;

import static io.asyncsqlite.testing.BackupSubject.awaitLatch;
import static io.asyncsqlite.testing.BackupSubject.checkCopy;
import static io.asyncsqlite.testing.BackupSubject.names;
import static io.asyncsqlite.testing.BackupSubject.text;
import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.BackupResult;
import io.asyncsqlite.CheckpointMode;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.testing.Attempts;
import io.asyncsqlite.testing.BackupSubject;
import io.asyncsqlite.testing.FileEngine;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy of the file of a database in two rounds. The file has more than ten blocks. */
@Timeout(60)
class FileCopyTests {

    private static final String MOVE_ONE = "UPDATE account SET balance = balance + CASE id WHEN 1 THEN -1 ELSE 1 END";

    @TempDir
    Path directory;

    private final FileEngine engine = new FileEngine();
    private Path target;
    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        Path file = directory.resolve("app.db");
        target = Files.createDirectory(directory.resolve("backups")).resolve("copy.db");
        BackupSubject.open(SqliteOptions.file(file).build()).close();
        db = DatabaseHandle.open(SqliteOptions.file(file).build(), engine);
    }

    @AfterEach
    void close() throws Exception {
        db.close();
        engine.close();
    }

    /** Counts the reads of the rounds, and does something after the third of one of them. */
    private static class Rounds implements FileEngine.Listener {

        private final AtomicInteger first = new AtomicInteger();
        private final AtomicInteger second = new AtomicInteger();
        private final boolean inSecond;
        private final Attempts.Body action;

        Rounds(boolean inSecond, Attempts.Body action) {
            this.inSecond = inSecond;
            this.action = action;
        }

        @Override
        public void read(long position, boolean inTransaction) throws Exception {
            int read = (inTransaction ? second : first).incrementAndGet();
            if (inTransaction == inSecond && read == 3) {
                action.run();
            }
        }
    }

    /** Writes to pages that were copied and to pages that were not, and has them in the file. */
    private void rewrite() throws Exception {
        await(db.execute(MOVE_ONE));
        await(db.execute("UPDATE filler SET body = 'new'"));
        await(db.maintenance().checkpoint(CheckpointMode.PASSIVE));
    }

    private String inCopy(String sql) throws Exception {
        try (AsyncSqlite copy = AsyncSqlite.open(target)) {
            return text(copy, sql);
        }
    }

    @Test
    void copyHasWhatWasWrittenWhileTheFileWasCopied() throws Exception {
        Rounds rounds = new Rounds(false, this::rewrite);
        engine.tell(rounds);

        await(db.backup(target));

        checkCopy(target);
        assertThat(inCopy("SELECT balance FROM account WHERE id = 1")).isEqualTo("499");
        assertThat(inCopy("SELECT count(*) FROM filler WHERE body = 'new'")).isEqualTo("30000");
        assertThat(rounds.second.get()).isGreaterThan(3);
    }

    @Test
    void copyHasNothingOfWhatIsWrittenDuringTheSecondRound() throws Exception {
        engine.tell(new Rounds(true, this::rewrite));

        await(db.backup(target));

        checkCopy(target);
        assertThat(inCopy("SELECT balance FROM account WHERE id = 1")).isEqualTo("500");
        assertThat(inCopy("SELECT count(*) FROM filler WHERE body = 'new'")).isEqualTo("0");
        assertThat(text(db, "SELECT count(*) FROM filler WHERE body = 'new'")).isEqualTo("30000");
    }

    @Test
    void copyOfADatabaseThatShrinksIsAsShort() throws Exception {
        engine.tell(new Rounds(false, () -> {
            await(db.execute("DELETE FROM filler WHERE id > 100"));
            await(db.maintenance().vacuum());
            await(db.maintenance().checkpoint(CheckpointMode.TRUNCATE));
        }));

        BackupResult made = await(db.backup(target));

        assertThat(made.bytes()).isLessThan(100_000).isEqualTo(Files.size(target));
        assertThat(inCopy("SELECT count(*) FROM filler")).isEqualTo("100");
        assertThat(inCopy("PRAGMA integrity_check")).isEqualTo("ok");
    }

    @Test
    void copyOfADatabaseThatGrowsIsWhole() throws Exception {
        engine.tell(new Rounds(false, () -> {
            await(db.execute("CREATE TABLE further AS SELECT id, hex(randomblob(60)) AS body FROM filler"));
            await(db.maintenance().checkpoint(CheckpointMode.TRUNCATE));
        }));

        await(db.backup(target));

        checkCopy(target);
        assertThat(inCopy("SELECT count(*) FROM further")).isEqualTo("30000");
    }

    /** As it does not while a reader keeps one state. */
    @Test
    void logStartsAnewDuringTheFirstRound() throws Exception {
        AtomicLong bytes = new AtomicLong(-1);
        engine.tell(new Rounds(false, () -> {
            await(db.execute("UPDATE filler SET body = 'new'"));
            assertThat(await(db.maintenance().checkpoint(CheckpointMode.TRUNCATE))
                            .complete())
                    .isTrue();
            bytes.set(Files.size(directory.resolve("app.db-wal")));
        }));

        await(db.backup(target));

        assertThat(bytes).hasValue(0);
        checkCopy(target);
    }

    /** A connection of the driver stands for another process. */
    private Connection otherProcess() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("app.db"));
    }

    private static void update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 20000");
            statement.executeUpdate(sql);
        }
    }

    @Test
    void commitsOfAnotherProcessBeforeTheSecondRoundMakeItBeginAgain() throws Exception {
        AtomicInteger begins = new AtomicInteger();
        try (Connection other = otherProcess()) {
            Rounds rounds = new Rounds(true, this::rewrite) {
                @Override
                public void begins() throws Exception {
                    if (begins.incrementAndGet() < 3) {
                        update(other, MOVE_ONE);
                    }
                }
            };
            engine.tell(rounds);

            await(db.backup(target));

            assertThat(begins).hasValue(3);
            assertThat(rounds.second.get()).isGreaterThan(3);
        }
        checkCopy(target);
        assertThat(inCopy("SELECT balance FROM account WHERE id = 1")).isEqualTo("498");
    }

    @Test
    void anotherProcessThatCommitsAllTheTimeLeavesTheWayByPages() throws Exception {
        try (Connection other = otherProcess()) {
            Rounds rounds = new Rounds(true, () -> {}) {
                @Override
                public void begins() throws Exception {
                    update(other, MOVE_ONE);
                }
            };
            engine.tell(rounds);

            await(db.backup(target));

            assertThat(rounds.second).hasValue(0);
        }
        checkCopy(target);
    }

    @Test
    void readThatLastsLeavesTheWayByPages() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        CompletableFuture<Long> read = db.read(connection -> {
            long sum = connection
                    .query("SELECT sum(balance) FROM account")
                    .mapTo(Long.class)
                    .one();
            reading.countDown();
            over.await(20, TimeUnit.SECONDS);
            return sum;
        });
        awaitLatch(reading);
        await(db.execute(MOVE_ONE));
        Rounds rounds = new Rounds(true, () -> {});
        engine.tell(rounds);

        await(db.backup(target));

        assertThat(read).isNotDone();
        over.countDown();
        assertThat(await(read)).isEqualTo(1000);
        assertThat(rounds.second).hasValue(0);
        checkCopy(target);
        assertThat(inCopy("SELECT balance FROM account WHERE id = 1")).isEqualTo("499");
    }

    @Test
    void encryptedFileIsLeftToSqlite() throws Exception {
        Rounds rounds = new Rounds(false, () -> {}) {
            @Override
            public void header(ByteBuffer bytes) {
                bytes.put(0, (byte) 'x');
            }
        };
        engine.tell(rounds);

        await(db.backup(target));

        assertThat(rounds.first).hasValue(0);
        checkCopy(target);
    }

    /** A copy gives way to writers: it does nothing for six times as long as each step took. Here a step is a transaction of another process. */
    @Test
    void copyGivesWayWhileOthersWrite() throws Exception {
        AtomicLong nanos = new AtomicLong();
        try (Connection other = otherProcess()) {
            engine.tell(new FileEngine.Listener() {
                @Override
                public void read(long position, boolean inTransaction) throws Exception {
                    if (!inTransaction) {
                        long since = System.nanoTime();
                        update(other, MOVE_ONE);
                        nanos.addAndGet(System.nanoTime() - since);
                    }
                }
            });

            BackupResult made = await(db.backup(target));

            assertThat(made.duration().toNanos()).isGreaterThan(7 * nanos.get());
        }
        checkCopy(target);
    }

    private void cancelled(FileEngine.Listener listener, CountDownLatch here, CountDownLatch over) throws Exception {
        engine.tell(listener);
        CompletableFuture<BackupResult> backup = db.backup(target);
        awaitLatch(here);

        backup.cancel(true);

        over.countDown();
        assertThat(failureOf(backup)).isInstanceOf(CancellationException.class);
        await(db.execute(MOVE_ONE));
        db.close();
        assertThat(names(target.getParent())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cancelEndsARound(boolean second) throws Exception {
        CountDownLatch here = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Rounds rounds = new Rounds(second, () -> {
            here.countDown();
            awaitLatch(over);
        });

        cancelled(rounds, here, over);

        assertThat((second ? rounds.second : rounds.first).get()).isLessThan(5);
    }

    /** The writer waits in its turn for the reader, which is cancelled there. */
    @Test
    void cancelWhileTheWriterWaitsLetsItGoOn() throws Exception {
        CountDownLatch here = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        cancelled(
                new FileEngine.Listener() {
                    @Override
                    public void begins() throws Exception {
                        here.countDown();
                        awaitLatch(over);
                    }
                },
                here,
                over);
    }

    @Test
    void readerThatDoesNotBeginHoldsTheWriterForASecondOnly() throws Exception {
        CountDownLatch here = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        engine.tell(new FileEngine.Listener() {
            @Override
            public void begins() throws Exception {
                here.countDown();
                awaitLatch(over);
            }
        });
        CompletableFuture<BackupResult> backup = db.backup(target);
        awaitLatch(here);

        await(db.execute(MOVE_ONE));

        assertThat(backup).isNotDone();
        over.countDown();
        await(backup);
        checkCopy(target);
    }

    @Test
    void limitOfSpeedHoldsForTheFirstRound() throws Exception {
        long bytesPerSecond = 20_000_000;
        long bytes = Files.size(directory.resolve("app.db"));
        AtomicLong firstRound = new AtomicLong();
        long since = System.nanoTime();
        engine.tell(new FileEngine.Listener() {
            @Override
            public void read(long position, boolean inTransaction) {
                if (inTransaction) {
                    firstRound.compareAndSet(0, System.nanoTime() - since);
                }
            }
        });

        await(db.backup(
                target, BackupOptions.builder().bytesPerSecond(bytesPerSecond).build()));

        assertThat(firstRound.get()).isGreaterThanOrEqualTo(bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
        checkCopy(target);
    }
}
