package io.asyncsqlite;

import static io.asyncsqlite.testing.BackupSubject.text;
import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.Collector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dump makes an equal database. */
@Timeout(60)
class DumpTests extends AppDatabase {

    private static final String SCHEMA = """
            CREATE TABLE value(id INTEGER PRIMARY KEY, v);
            INSERT INTO value(v) VALUES (NULL), (9223372036854775807), (-9223372036854775808), (1.5e-300), (0.1), (9e999), (-9e999),
                ('it''s'), (''), ('a' || char(10) || 'b'), (CAST(X'610062' AS TEXT)), (CAST(X'ff41' AS TEXT)),
                (X''), (X'00ff'), ('ünï€😀'), (1e15), (123456789012345678.0);
            CREATE TABLE "od""d 'name'"("a b" TEXT, rowid, x GENERATED ALWAYS AS ("a b" || 1), y AS (2) STORED);
            INSERT INTO "od""d 'name'"("a b", rowid) VALUES ('one', 'r');
            CREATE TABLE sequence(id INTEGER PRIMARY KEY AUTOINCREMENT, body);
            INSERT INTO sequence VALUES (41, 'x'), (100, 'y');
            DELETE FROM sequence WHERE id = 100;
            CREATE TABLE gaps(body);
            INSERT INTO gaps(rowid, body) VALUES (5, 'five'), (-7, 'minus seven');
            CREATE TABLE descending(k INTEGER PRIMARY KEY DESC, v);
            INSERT INTO descending(rowid, k, v) VALUES (5, 70, 'x'), (9, 80, 'y');
            CREATE TABLE pair(a, b, PRIMARY KEY (b, a)) WITHOUT ROWID;
            INSERT INTO pair VALUES (1, 2), (2, 1);
            CREATE TABLE exact(a INTEGER, b ANY) STRICT;
            INSERT INTO exact VALUES (1, 'x');
            CREATE TABLE child(id INTEGER PRIMARY KEY, parent REFERENCES child(id));
            INSERT INTO child VALUES (1, 1), (2, 1);
            CREATE INDEX partial ON value(id + 1) WHERE id > 3;
            CREATE UNIQUE INDEX pairs ON pair(b);
            CREATE VIEW wide AS SELECT id, v FROM value JOIN gaps;
            CREATE TRIGGER doubled AFTER INSERT ON value BEGIN
                INSERT INTO gaps VALUES (new.v); -- a comment; with a semicolon
            END;
            CREATE TRIGGER instead INSTEAD OF INSERT ON wide BEGIN SELECT 1; END;
            ANALYZE;
            """;

    private static final String VIRTUAL = """
            CREATE VIRTUAL TABLE words USING fts5(body);
            INSERT INTO words VALUES ('hello world'), ('another word');
            CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1);
            INSERT INTO boxes VALUES (1, 0, 10);
            """;

    private static final String ALL_ROWS =
            "SELECT group_concat(r, '|') FROM (SELECT rowid || quote(CAST(v AS BLOB)) || typeof(v) AS r FROM value)";

    private List<String> dump(AsyncSqlite from) throws Exception {
        return await(Collector.collect(from.dump()));
    }

    private AsyncSqlite openCopy(Path file) {
        return AsyncSqlite.open(
                SqliteOptions.file(file).name("copy").mustExist(true).build());
    }

    private void settings() throws Exception {
        await(db.execute("PRAGMA user_version = 17"));
        await(db.execute("PRAGMA application_id = 4711"));
    }

    private void load(List<String> statements, Path file) throws IOException, InterruptedException {
        Path script = Files.write(directory.resolve("dump.sql"), statements);
        Process shell;
        try {
            shell = new ProcessBuilder("sqlite3", "-batch", "-bail", file.toString())
                    .redirectInput(script.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "the sqlite3 shell is not installed");
            return;
        }
        String output = new String(shell.getInputStream().readAllBytes());
        assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(output).isEmpty();
        assertThat(shell.exitValue()).isZero();
    }

    /** Opening a file may analyze it anew. */
    private static List<String> withoutStatistics(List<String> dump) {
        return dump.stream()
                .filter(statement -> !statement.contains("sqlite_stat1"))
                .toList();
    }

    private void checkEqual(AsyncSqlite copy) throws Exception {
        assertThat(withoutStatistics(dump(copy))).isEqualTo(withoutStatistics(dump(db)));
        assertThat(text(copy, "PRAGMA integrity_check")).isEqualTo("ok");
        assertThat(text(copy, "PRAGMA user_version")).isEqualTo("17");
        assertThat(text(copy, "PRAGMA application_id")).isEqualTo("4711");
        assertThat(text(copy, ALL_ROWS)).isEqualTo(text(db, ALL_ROWS));
        assertThat(text(copy, "SELECT seq FROM sqlite_sequence")).isEqualTo("100");
        assertThat(text(copy, "SELECT group_concat(rowid) FROM gaps")).isEqualTo("-7,5");
        assertThat(text(
                        copy,
                        "SELECT group_concat(rowid || ':' || k) FROM (SELECT rowid, k FROM descending ORDER BY rowid)"))
                .isEqualTo("5:70,9:80");
        await(copy.execute("INSERT INTO value(v) VALUES ('fires')"));
        assertThat(text(copy, "SELECT count(*) FROM gaps")).isEqualTo("3");
    }

    @Test
    void shellLoadsAnEqualDatabase() throws Exception {
        await(db.executeScript(SCHEMA));
        await(db.executeScript(VIRTUAL));
        settings();
        Path file = directory.resolve("shell.db");

        load(dump(db), file);

        try (AsyncSqlite copy = openCopy(file)) {
            checkEqual(copy);
            assertThat(text(copy, "SELECT body FROM words WHERE words MATCH 'hello'"))
                    .isEqualTo("hello world");
            assertThat(text(copy, "SELECT id FROM boxes WHERE x0 < 5 AND x1 > 5"))
                    .isEqualTo("1");
        }
    }

    @Test
    void scriptLoadsAnEqualDatabase() throws Exception {
        await(db.executeScript(SCHEMA));
        settings();
        try (AsyncSqlite copy = AsyncSqlite.inMemory()) {
            await(copy.executeScript(String.join("\n", dump(db))));

            checkEqual(copy);
        }
    }

    @Test
    void encodingIsKept() throws Exception {
        Path file = directory.resolve("wide.db");
        load(List.of("PRAGMA encoding='UTF-16le';", "CREATE TABLE first(v);"), file);
        try (AsyncSqlite wide = openCopy(file)) {
            await(wide.executeScript("CREATE TABLE t(v); INSERT INTO t VALUES ('ünï'), ('a' || char(0) || 'b')"));
            load(dump(wide), directory.resolve("loaded.db"));
        }
        try (AsyncSqlite copy = openCopy(directory.resolve("loaded.db"))) {
            assertThat(text(copy, "PRAGMA encoding")).isEqualTo("UTF-16le");
            assertThat(text(copy, "SELECT group_concat(hex(v)) FROM t")).isEqualTo("FC006E00EF00,610000006200");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void emptyDatabaseHasAFrameOnly(boolean inMemory) throws Exception {
        try (AsyncSqlite empty = inMemory ? AsyncSqlite.inMemory() : AsyncSqlite.open(directory.resolve("empty.db"))) {
            assertThat(dump(empty)).containsExactly("PRAGMA foreign_keys=OFF;", "BEGIN TRANSACTION;", "COMMIT;");
        }
    }

    /** Takes the first statements, and the rest when the test says so. */
    private static final class Slow implements Flow.Subscriber<String> {

        final List<String> statements = new ArrayList<>();
        final CountDownLatch first = new CountDownLatch(1);
        final CompletableFuture<List<String>> all = new CompletableFuture<>();
        volatile Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(String statement) {
            statements.add(statement);
            first.countDown();
        }

        @Override
        public void onError(Throwable failure) {
            all.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            all.complete(statements);
        }
    }

    private Slow begin() throws Exception {
        await(
                db.execute(
                        "WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO t SELECT i FROM n"));
        Slow slow = new Slow();
        db.dump().subscribe(slow);
        assertThat(slow.first.await(20, TimeUnit.SECONDS)).isTrue();
        return slow;
    }

    @Test
    void dumpIsOneStateAndDoesNotStopWrites() throws Exception {
        Slow slow = begin();

        await(db.execute("DELETE FROM t"));
        await(db.execute("DROP TABLE t"));
        slow.subscription.request(Long.MAX_VALUE);

        assertThat(await(slow.all))
                .filteredOn(statement -> statement.startsWith("INSERT INTO \"t\""))
                .hasSize(20_000);
    }

    @Test
    void cancelledDumpLetsItsConnectionGo() throws Exception {
        Slow slow = begin();

        slow.subscription.cancel();

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (db.stats().streamConnections() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(slow.all).isNotDone();
    }

    @Test
    void closingEndsADump() throws Exception {
        Slow slow = begin();

        db.close();

        assertThat(slow.all)
                .failsWithin(java.time.Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(DatabaseClosedException.class);
    }
}
