package io.asyncsqlite.internal.worker;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.InvalidStatementException;
import io.asyncsqlite.JournalMode;
import io.asyncsqlite.Row;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.Threads;
import io.asyncsqlite.testing.WriterGate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads run beside writes, on snapshots, on connections that cannot write; or on the only one. */
@Timeout(60)
class ReaderTests extends AppDatabase {

    @Test
    void readsRunBesideALongWrite() throws Exception {
        await(db.execute("INSERT INTO t VALUES (1)"));

        List<Long> seen = WriterGate.whileHeld(db, () -> {
            CompletableFuture<WriteResult> queued = db.execute("INSERT INTO t VALUES (2)");
            List<Long> keys =
                    db.query("SELECT k FROM t").mapTo(Long.class).list().join();
            assertThat(queued).isNotDone();
            return keys;
        });

        assertThat(seen).containsExactly(1L);
    }

    @Test
    void aReadSubmittedAfterAWriteCompletedSeesIt() throws Exception {
        for (int i = 1; i <= 300; i++) {
            long expected = i;
            CompletableFuture<Long> count = db.execute("INSERT INTO t VALUES (?)", i)
                    .thenCompose(done ->
                            db.query("SELECT count(*) FROM t").mapTo(Long.class).one());
            assertThat(await(count)).isEqualTo(expected);
        }
    }

    @Test
    void aReadSeesOneSnapshot() throws Exception {
        CountDownLatch firstRead = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);

        CompletableFuture<List<Long>> read = db.read(connection -> {
            long before = connection
                    .query("SELECT count(*) FROM t")
                    .first()
                    .orElseThrow()
                    .getLong(0);
            firstRead.countDown();
            assertThat(written.await(20, TimeUnit.SECONDS)).isTrue();
            return List.of(
                    before,
                    connection.query("SELECT count(*) FROM t").list().get(0).getLong(0));
        });
        assertThat(firstRead.await(20, TimeUnit.SECONDS)).isTrue();
        await(db.execute("INSERT INTO t VALUES (1)"));
        written.countDown();

        assertThat(await(read)).containsExactly(0L, 0L);
    }

    private static void refusesToWrite(AsyncSqlite database) throws Exception {
        for (String sql :
                List.of("INSERT INTO t VALUES (1)", "CREATE TEMP TABLE t(shadow)", "DELETE FROM t RETURNING k")) {
            assertThat(failureOf(
                            database.read(connection -> connection.query(sql).list())))
                    .isInstanceOf(InvalidStatementException.class)
                    .hasMessage("Work that reads must not write: use write: nothing was executed ["
                            + sql.replace("1", "?") + "]");
        }
        assertThat(await(database.<Row>read(connection -> connection
                                .query("SELECT count(*) AS n FROM t")
                                .list()
                                .get(0)))
                        .getLong("n"))
                .isZero();
    }

    @Test
    void readersCannotWrite() throws Exception {
        refusesToWrite(db);
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            await(memory.execute("CREATE TABLE t(k)"));
            refusesToWrite(memory);
        }
        assertThat(await(db.query("INSERT INTO t VALUES (1) RETURNING k")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(1);
    }

    @Test
    void asManyReadersRunAsAreAllowed() throws Exception {
        try (AsyncSqlite other = AsyncSqlite.open(
                SqliteOptions.file(directory.resolve("other.db")).readers(3).build())) {
            CountDownLatch together = new CountDownLatch(3);
            List<CompletableFuture<Boolean>> reads = IntStream.range(0, 3)
                    .mapToObj(i -> other.<Boolean>read(connection -> {
                        together.countDown();
                        return together.await(20, TimeUnit.SECONDS);
                    }))
                    .toList();

            for (CompletableFuture<Boolean> read : reads) {
                assertThat(await(read)).isTrue();
            }
            assertThat(other.stats().openReaders()).isEqualTo(3);
        }
    }

    @Test
    void aMemoryDatabaseHasOneConnectionForEverything() throws Exception {
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            await(memory.execute("CREATE TABLE t(k)"));
            await(memory.execute("INSERT INTO t VALUES (1)"));

            String thread = await(memory.<String>read(connection -> {
                assertThat(connection.query("SELECT * FROM t").list()).hasSize(1);
                return Thread.currentThread().getName();
            }));

            assertThat(thread).isEqualTo("asyncsqlite-writer-memory");
            assertThat(await(memory.query("SELECT k FROM t").list())).hasSize(1);
            assertThat(Threads.of("memory"))
                    .allMatch(Thread::isDaemon)
                    .extracting(Thread::getName)
                    .containsExactlyInAnyOrder("asyncsqlite-writer-memory", "asyncsqlite-timer-memory");
        }
        assertThat(Threads.of("memory")).isEmpty();
    }

    @Test
    void aRollbackJournalHasOneConnectionForEverything() throws Exception {
        try (AsyncSqlite other = AsyncSqlite.open(SqliteOptions.file(directory.resolve("journal.db"))
                .journalMode(JournalMode.DELETE)
                .build())) {
            await(other.execute("CREATE TABLE t(k)"));
            await(other.execute("INSERT INTO t VALUES (1)"));
            assertThat(await(other.query("SELECT k FROM t").mapTo(Long.class).list()))
                    .containsExactly(1L);
            assertThat(await(other.query("PRAGMA journal_mode")
                            .mapTo(String.class)
                            .one()))
                    .isEqualTo("delete");
            assertThat(Threads.of("journal.db"))
                    .extracting(Thread::getName)
                    .containsExactlyInAnyOrder("asyncsqlite-writer-journal.db", "asyncsqlite-timer-journal.db");
        }
    }
}
