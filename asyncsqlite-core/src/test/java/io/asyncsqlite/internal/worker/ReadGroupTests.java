package io.asyncsqlite.internal.worker;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Query;
import io.asyncsqlite.Row;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.Probe;
import io.asyncsqlite.testing.Threads;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The invariants of {@link ReadGroup}, with one reader, so that reads wait together. */
@Timeout(60)
class ReadGroupTests {

    private static final int CALLERS = 64;

    @TempDir
    private Path directory;

    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("app.db"))
                .readers(1)
                .synchronous(Synchronous.OFF)
                .build());
        await(db.execute("CREATE TABLE t(k INTEGER PRIMARY KEY, v INTEGER NOT NULL)"));
    }

    @AfterEach
    void close() {
        db.close();
        assertThat(Threads.of("app.db")).isEmpty();
    }

    @Test
    void aReadThatWaitsTogetherWithOthersSeesTheWriteBeforeIt() throws Exception {
        for (int caller = 0; caller < CALLERS; caller++) {
            await(db.execute("INSERT INTO t VALUES (?, 0)", caller));
        }

        await(CompletableFuture.allOf(IntStream.range(0, CALLERS)
                .mapToObj(caller -> countTo(1, caller))
                .toArray(CompletableFuture<?>[]::new)));
    }

    private CompletableFuture<Integer> read(int number, int caller) {
        Query<Integer> query = db.query("SELECT v FROM t WHERE k = ?", caller).mapTo(Integer.class);
        return number % 2 == 0 ? query.one() : Collector.collect(query.stream()).thenApply(rows -> rows.get(0));
    }

    @Test
    void streamsOfFewRowsGiveThemInTheirGroup() throws Exception {
        List<CompletableFuture<?>> reads = whileReaderIsHeld(() -> IntStream.range(0, 40)
                .mapToObj(
                        i -> Collector.collect(db.query("SELECT ? UNION ALL SELECT -1", i).mapTo(Long.class).stream()))
                .collect(Collectors.toList()));

        for (int i = 0; i < 40; i++) {
            assertThat((Object) await(reads.get(i))).isEqualTo(List.of((long) i, -1L));
        }
    }

    @Test
    void aStreamThatFailsInItsFirstChunkLeavesItsNeighboursAlone() throws Exception {
        List<CompletableFuture<?>> reads = whileReaderIsHeld(() -> List.of(
                Collector.collect(db.query("SELECT 1").mapTo(Long.class).stream()),
                Collector.collect(db.query("SELECT abs(-9223372036854775807 - 1)").mapTo(Long.class).stream()),
                Collector.collect(db.query("SELECT 2").mapTo(Long.class).stream()),
                db.query("SELECT 3").mapTo(Long.class).one()));

        assertThat((Object) await(reads.get(0))).isEqualTo(List.of(1L));
        assertThat(failureOf(reads.get(1))).isInstanceOf(StatementException.class);
        assertThat((Object) await(reads.get(2))).isEqualTo(List.of(2L));
        assertThat((Object) await(reads.get(3))).isEqualTo(3L);
    }

    @Test
    void aFinishedReadDoesNotWaitForTheConsumerOfAStream() throws Exception {
        String many =
                "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n";
        Probe probe = new Probe(db.query(many).mapTo(Long.class).stream());
        List<CompletableFuture<?>> reads = whileReaderIsHeld(() -> {
            CompletableFuture<?> before = db.query("SELECT 1").list();
            probe.subscription.request(1);
            probe.settle();
            return List.of(before);
        });

        await(reads.get(0));
        assertThat(probe.next()).isEqualTo(1L);

        probe.subscription.cancel();
        assertThat(await(db.query("SELECT 2").mapTo(Long.class).one())).isEqualTo(2L);
    }

    /** Writes a number, reads it back, and goes on with the next. */
    private CompletableFuture<?> countTo(int number, int caller) {
        return db.execute("UPDATE t SET v = ? WHERE k = ?", number, caller)
                .thenCompose(written -> read(number, caller))
                .thenCompose(read -> {
                    assertThat(read).isEqualTo(number);
                    return number == 300
                            ? CompletableFuture.completedFuture(null)
                            : countTo(number + 1, caller).thenApply(done -> null);
                });
    }

    @Test
    void aFinishedReadDoesNotWaitForTheNext() throws Exception {
        List<CompletableFuture<?>> reads = whileReaderIsHeld(() -> List.of(
                db.query("SELECT 1").list(),
                db.query(Endless.SELECT).list(),
                db.query("SELECT 2").list()));

        await(reads.get(0));

        assertThat(reads.get(1)).isNotDone();
        reads.get(1).cancel(false);
        await(reads.get(2));
    }

    @Test
    void aReadThatFailsLeavesItsNeighboursAlone() throws Exception {
        List<CompletableFuture<?>> reads = whileReaderIsHeld(() -> IntStream.range(0, 40)
                .mapToObj(i -> db.query(
                                i % 5 == 4 ? "SELECT abs(-9223372036854775807 - ?)" : "SELECT ?", i % 5 == 4 ? 1 : i)
                        .mapTo(Long.class)
                        .one())
                .collect(Collectors.toList()));

        for (int i = 0; i < 40; i++) {
            if (i % 5 == 4) {
                assertThat(failureOf(reads.get(i))).isInstanceOf(StatementException.class);
            } else {
                assertThat((Object) await(reads.get(i))).isEqualTo((long) i);
            }
        }
    }

    @Test
    void noSnapshotIsKeptWhileTheReaderWaits() throws Exception {
        List<CompletableFuture<?>> reads = whileReaderIsHeld(() -> IntStream.range(0, 40)
                .mapToObj(i ->
                        db.query("SELECT count(*) FROM t").mapTo(Long.class).one())
                .collect(Collectors.toList()));
        for (CompletableFuture<?> read : reads) {
            await(read);
        }

        await(db.execute("INSERT INTO t VALUES (1, 1)"));

        // A reader of an older snapshot prevents the log from being reset.
        Row checkpoint = await(db.query("PRAGMA wal_checkpoint(TRUNCATE)").one());
        assertThat(checkpoint.getLong("busy")).isZero();
    }

    /** Submits reads while the only reader is busy with another one. */
    private List<CompletableFuture<?>> whileReaderIsHeld(Supplier<List<CompletableFuture<?>>> submit) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch submitted = new CountDownLatch(1);
        CompletableFuture<Boolean> holder = db.read(connection -> {
            held.countDown();
            return submitted.await(20, TimeUnit.SECONDS);
        });
        assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<?>> reads = submit.get();
        submitted.countDown();
        assertThat(await(holder)).isTrue();
        return reads;
    }
}
