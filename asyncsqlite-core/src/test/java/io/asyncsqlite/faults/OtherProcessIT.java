package io.asyncsqlite.faults;

import static io.asyncsqlite.faults.Waits.await;
import static io.asyncsqlite.faults.Waits.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BusyException;
import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Locks and snapshots of another process delay writes and never break them. {@code -Dfaults.pinnedSeconds=N} chooses how long another
 * process keeps a snapshot while this one writes.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtherProcessIT {

    private static final int PINNED_SECONDS = Integer.getInteger("faults.pinnedSeconds", 2);
    private static final Duration HELD = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration TOLERANCE = Duration.ofMillis(250);

    @TempDir
    Path directory;

    private Path file;
    private OtherProcess other;

    @BeforeEach
    void start() throws Exception {
        file = directory.resolve("shared.db");
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            await(db.execute("CREATE TABLE t(k)"));
        }
        other = new OtherProcess(file);
        assertThat(other.run("PRAGMA journal_mode")).isEqualTo("wal");
    }

    @AfterEach
    void end() throws Exception {
        other.close();
    }

    @ParameterizedTest
    @CsvSource({"IMMEDIATE, false", "EXCLUSIVE, true"})
    void writesWaitForALockThatIsReleasedInTime(String mode, boolean frozen) throws Exception {
        try (AsyncSqlite db = open(LONG)) {
            lock(mode, frozen);
            List<? extends CompletableFuture<?>> writes =
                    Stream.of(WriteKind.values()).map(kind -> kind.submit(db)).toList();

            assertThat(rows(db)).as("reads do not wait").isZero();
            CompletableFuture<Object> any = CompletableFuture.anyOf(writes.toArray(CompletableFuture<?>[]::new));
            assertThatThrownBy(() -> any.get(HELD.toMillis(), TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            release(frozen);
            for (CompletableFuture<?> write : writes) {
                assertThat(failureOf(write)).isNull();
            }
            assertThat(rows(db)).isEqualTo(writes.size());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWriteThatWaitedForTooLongIsBusyAndNotThere(boolean frozen) throws Exception {
        try (AsyncSqlite db = open(SHORT)) {
            lock("EXCLUSIVE", frozen);
            for (WriteKind kind : WriteKind.values()) {
                takes(SHORT.minus(TOLERANCE), SHORT.plus(TOLERANCE), kind.name(), () -> {
                    SqliteException failure = failureOf(kind.submit(db));

                    assertThat(failure).as("%s", kind).isInstanceOf(BusyException.class);
                    assertThat(failure.outcome()).isIn(Outcome.NOT_EXECUTED, Outcome.ROLLED_BACK);
                    assertThat(failure.retryable()).isTrue();
                });
            }
            release(frozen);
            assertThat(rows(db)).isZero();
            assertThat(failureOf(WriteKind.STATEMENT.submit(db))).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDeadlineIsMetWhileWaitingForALock(boolean frozen) throws Exception {
        try (AsyncSqlite db = open(LONG)) {
            lock("IMMEDIATE", frozen);
            for (WriteKind kind : WriteKind.values()) {
                takes(
                        SHORT,
                        SHORT.plus(TOLERANCE),
                        kind.name(),
                        () -> isTimeout(failureOf(kind.submit(db.withTimeout(SHORT))), kind));
            }
            release(frozen);
            assertThat(rows(db)).isZero();
            assertThat(failureOf(WriteKind.STATEMENT.submit(db))).isNull();
        }
    }

    @Test
    void deadlinesAreMetTogetherBehindAFrozenProcess() throws Exception {
        try (AsyncSqlite db = open(LONG)) {
            lock("EXCLUSIVE", true);
            takes(SHORT, SHORT.plus(TOLERANCE), "all kinds together", () -> {
                Map<WriteKind, CompletableFuture<?>> writes = new EnumMap<>(WriteKind.class);
                for (WriteKind kind : WriteKind.values()) {
                    writes.put(kind, kind.submit(db.withTimeout(SHORT)));
                }
                for (WriteKind kind : WriteKind.values()) {
                    isTimeout(failureOf(writes.get(kind)), kind);
                }
            });
            release(true);
            assertThat(rows(db)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void cancellingAWriteThatWaitsForALockFreesTheWriter(WriteKind kind) throws Exception {
        try (AsyncSqlite db = open(LONG)) {
            lock("EXCLUSIVE", true);
            CompletableFuture<?> write = kind.submit(db);
            // Needs the writing connection, but no lock.
            CompletableFuture<?> next = db.query("PRAGMA user_version").list();
            assertThatThrownBy(() -> next.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

            assertThat(write.cancel(false)).isTrue();

            // Far sooner than the lock is given up.
            await(next);
            release(true);
            assertThat(rows(db)).isZero();
        }
    }

    @Test
    void writesGoOnWhileAnotherProcessKeepsASnapshot() throws Exception {
        Path wal = directory.resolve("shared.db-wal");
        other.run("BEGIN");
        assertThat(other.run("SELECT count(*) FROM t")).isEqualTo("0");
        long written = 0;
        try (AsyncSqlite db = open(SHORT)) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PINNED_SECONDS);
            while (System.nanoTime() < end || Files.size(wal) < 16L << 20) {
                assertThat(failureOf(db.execute("INSERT INTO t VALUES (zeroblob(100000))")))
                        .isNull();
                written++;
            }
            assertThat(rows(db)).isEqualTo(written);
        }

        assertThat(wal).as("is kept for the snapshot").exists();
        assertThat(other.run("SELECT count(*) FROM t")).isEqualTo("0");
        other.run("COMMIT");
        assertThat(other.run("SELECT count(*) FROM t")).isEqualTo(String.valueOf(written));
        try (AsyncSqlite db = open(SHORT)) {
            assertThat(rows(db)).isEqualTo(written);
        }
    }

    private static void isTimeout(SqliteException failure, WriteKind kind) {
        assertThat(failure).as("%s", kind).isInstanceOf(OperationTimeoutException.class);
        assertThat(failure.outcome()).as("%s", kind).isIn(Outcome.NOT_EXECUTED, Outcome.ROLLED_BACK);
    }

    private interface Body {
        void run() throws Exception;
    }

    /** Runs it until it took no longer than that; never less. A busy machine is late at times, but not always. */
    private static void takes(Duration least, Duration most, String what, Body body) throws Exception {
        Duration took;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        do {
            long start = System.nanoTime();
            body.run();
            took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(took).as(what).isGreaterThanOrEqualTo(least);
        } while (took.compareTo(most) > 0 && System.nanoTime() < end);
        assertThat(took).as(what).isLessThanOrEqualTo(most);
    }

    private AsyncSqlite open(Duration busyTimeout) {
        return AsyncSqlite.open(
                SqliteOptions.file(file).busyTimeout(busyTimeout).build());
    }

    private void lock(String mode, boolean frozen) {
        assertThat(other.run("BEGIN " + mode)).isEqualTo("done");
        if (frozen) {
            other.freeze();
        }
    }

    private void release(boolean frozen) {
        if (frozen) {
            other.thaw();
        }
        assertThat(other.run("COMMIT")).isEqualTo("done");
    }

    private static long rows(AsyncSqlite db) throws Exception {
        return await(db.query("SELECT count(*) FROM t").mapTo(Long.class).one());
    }
}
