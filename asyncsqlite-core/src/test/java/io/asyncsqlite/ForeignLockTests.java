package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.internal.connection.LockWait;
import io.asyncsqlite.testing.FaultyEngine;
import io.asyncsqlite.testing.Threads;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An operation that waits for a lock of another process ends when it is cancelled or interrupted, at its deadline, and when the
 * database closes. SQLite itself would wait for an hour here, and the tests for less than a minute.
 */
@Timeout(60)
class ForeignLockTests {

    private static final String INSERT = "INSERT INTO t VALUES (1)";

    @TempDir
    Path directory;

    private final FaultyEngine engine = new FaultyEngine();
    private AsyncSqlite db;
    private Connection other;

    private AsyncConnection open(JournalMode mode) throws Exception {
        Path file = directory.resolve("locked.db");
        db = DatabaseHandle.open(
                SqliteOptions.file(file)
                        .journalMode(mode)
                        .busyTimeout(Duration.ofHours(1))
                        .operationTimeout(Duration.ofHours(1))
                        .transactionTimeout(Duration.ofHours(1))
                        .build(),
                engine);
        await(db.execute("CREATE TABLE t(k)"));
        AsyncConnection connection = await(db.connect());
        // Read once, so that a rollback journal needs no lock to open it.
        await(connection.query("SELECT * FROM t").list());
        other = DriverManager.getConnection("jdbc:sqlite:" + file);
        return connection;
    }

    private void read() {
        try {
            lock("BEGIN");
            lock("SELECT * FROM sqlite_schema");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void lock(String statement) throws Exception {
        try (Statement locking = other.createStatement()) {
            locking.execute(statement);
        }
    }

    @AfterEach
    void close() throws Exception {
        other.close();
        db.close();
        assertThat(Threads.of("locked.db")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(JournalMode.class)
    void deadlineOfAWriteOnAConnectionEndsTheWait(JournalMode mode) throws Exception {
        AsyncConnection connection = open(mode);
        lock("BEGIN IMMEDIATE");

        Throwable failure =
                failureOf(connection.withTimeout(Duration.ofSeconds(2)).execute(INSERT));

        assertThat(failure)
                .isInstanceOf(OperationTimeoutException.class)
                .hasMessageContaining("it waited for a lock of another process: it was not executed");
    }

    @ParameterizedTest
    @EnumSource(JournalMode.class)
    void cancelOfAWriteOnAConnectionEndsTheWait(JournalMode mode) throws Exception {
        AsyncConnection connection = open(mode);
        lock("BEGIN IMMEDIATE");

        CompletableFuture<?> write = connection.execute(INSERT);
        awaitLockWait();
        write.cancel(true);

        assertThat(failureOf(write)).isInstanceOf(CancellationException.class);
        lock("ROLLBACK");
        await(connection.query("SELECT * FROM t").list());
    }

    @ParameterizedTest
    @EnumSource(JournalMode.class)
    void interruptOfAConnectionEndsTheWait(JournalMode mode) throws Exception {
        AsyncConnection connection = open(mode);
        lock("BEGIN IMMEDIATE");

        CompletableFuture<?> write = connection.execute(INSERT);
        awaitLockWait();
        connection.interrupt();

        assertThat(failureOf(write)).isInstanceOf(BusyException.class);
    }

    @ParameterizedTest
    @EnumSource(JournalMode.class)
    void closeInTimeEndsTheWait(JournalMode mode) throws Exception {
        AsyncConnection connection = open(mode);
        lock("BEGIN IMMEDIATE");

        CompletableFuture<?> write = connection.execute(INSERT);
        awaitLockWait();
        int failed = db.close(Duration.ofMillis(100));

        assertThat(failed).isEqualTo(1);
        assertThat(failureOf(write)).isInstanceOf(DatabaseClosedException.class);
    }

    /** With a rollback journal a COMMIT waits until others have read. */
    @ParameterizedTest
    @EnumSource(value = JournalMode.class, names = "DELETE")
    void deadlineEndsACommitThatWaitsForReaders(JournalMode mode) throws Exception {
        AsyncConnection connection = open(mode);
        AsyncSqlite hasty = db.withTimeout(Duration.ofSeconds(2));

        // The COMMIT before is that of the work that holds the writer.
        engine.beforeCommit(() -> engine.beforeCommit(this::read));
        List<CompletableFuture<WriteResult>> members = WriterGate.whileHeld(
                db, () -> List.of(hasty.execute("INSERT INTO t VALUES (1)"), db.execute("INSERT INTO t VALUES (2)")));

        assertThat(failureOf(members.get(0)))
                .isInstanceOf(OperationTimeoutException.class)
                .extracting(failure -> ((SqliteException) failure).outcome())
                .isEqualTo(Outcome.ROLLED_BACK);
        assertThat(members.get(1)).isNotDone();
        assertThat(failureOf(connection.withTimeout(Duration.ofMillis(300)).execute(INSERT)))
                .isInstanceOf(OperationTimeoutException.class);
        lock("COMMIT");
        await(members.get(1));
        assertThat(await(db.query("SELECT k FROM t").mapTo(Long.class).list())).containsExactly(2L);
    }

    private void awaitLockWait() throws Exception {
        // The statement is in the lock wait of its thread, which pauses there.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (Threads.of("locked.db").stream()
                .flatMap(thread -> List.of(thread.getStackTrace()).stream())
                .noneMatch(frame -> frame.getClassName().equals(LockWait.class.getName())
                        && frame.getMethodName().equals("pause"))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            assertThat(new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS)).isFalse();
        }
    }
}
