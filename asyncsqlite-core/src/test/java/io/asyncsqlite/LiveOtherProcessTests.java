package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.EngineAccess;
import io.asyncsqlite.testing.FaultyEngine;
import io.asyncsqlite.testing.Observer;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection of the driver stands for another process. */
@Timeout(60)
class LiveOtherProcessTests {

    @TempDir
    Path directory;

    private AsyncSqlite open(JournalMode mode, Duration interval) throws Exception {
        AsyncSqlite db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("live.db"))
                .journalMode(mode)
                .watchInterval(interval)
                .build());
        await(db.execute("CREATE TABLE t(k)"));
        return db;
    }

    private void byOtherProcess(String sql) throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("live.db"));
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 20000");
            // Runs all statements of the text.
            statement.executeUpdate(sql);
        }
    }

    private static Observer<List<Long>> observe(AsyncSqlite db) {
        return Observer.of(db.query("SELECT count(*) FROM t").mapTo(Long.class).observe());
    }

    @ParameterizedTest
    @EnumSource(names = {"WAL", "DELETE"})
    void changesByOtherProcessesAreSeen(JournalMode mode) throws Exception {
        try (AsyncSqlite db = open(mode, Duration.ofMillis(10))) {
            Observer<List<Long>> observer = observe(db);
            Observer<Changes> commits = Observer.of(db.changes());
            observer.awaitSignal(List.of(0L));
            for (long i = 1; i < 5; i++) {
                byOtherProcess("INSERT INTO t VALUES (1)");
                observer.awaitSignal(List.of(i));
                commits.awaitSignal(new Changes(1, List.of(), true));
            }
            byOtherProcess("CREATE TABLE u(k)");
            byOtherProcess("BEGIN; ALTER TABLE t RENAME TO other; CREATE VIEW t AS SELECT k FROM u; COMMIT");
            observer.awaitSignal(List.of(0L));
            await(db.execute("INSERT INTO u VALUES (1)"));
            observer.awaitSignal(List.of(1L));
        }
    }

    @Test
    void nothingIsAskedWithoutAnInterval() throws Exception {
        try (AsyncSqlite db = open(JournalMode.WAL, Duration.ZERO)) {
            Observer<List<Long>> observer = observe(db);
            assertThat(observer.next()).isEqualTo(List.of(0L));
            byOtherProcess("INSERT INTO t VALUES (1)");
            await(db.execute("UPDATE t SET k = 2"));
            assertThat(observer.next()).isEqualTo(List.of(1L));
            // A new subscriber has the present result all the same.
            byOtherProcess("INSERT INTO t VALUES (1)");
            assertThat(observe(db).next()).isEqualTo(List.of(2L));
        }
    }

    /** Each of them begins to ask while the question of the one before still waits for the writer. */
    @Test
    void subscribersThatComeAndGoDoNotHaveItAskMoreOften() throws Exception {
        Duration interval = Duration.ofMillis(20);
        FaultyEngine engine = new FaultyEngine();
        SqliteOptions options = SqliteOptions.file(directory.resolve("live.db"))
                .watchInterval(interval)
                .build();
        try (AsyncSqlite db = EngineAccess.open(options, engine)) {
            Observer<Changes> last = WriterGate.whileHeld(db, () -> {
                for (int i = 1; i <= 10; i++) {
                    Observer<Changes> observer = Observer.of(db.changes());
                    WriterGate.awaitQueued(db, i);
                    observer.cancel();
                }
                return Observer.of(db.changes());
            });
            assertThat(last.next()).isInstanceOf(Changes.class);
            // Waits behind the questions that were held up.
            await(db.execute("CREATE TABLE t(k)"));

            long begin = System.nanoTime();
            for (int i = 0; i < 22; i++) {
                await(engine.awaitStatement("PRAGMA main.data_version"));
            }
            // The first two may be under way at the beginning, and the others are an interval apart.
            assertThat(System.nanoTime() - begin)
                    .isGreaterThanOrEqualTo(interval.multipliedBy(20).toNanos());
        }
    }
}
