package io.asyncsqlite;

import static io.asyncsqlite.testing.BackupSubject.awaitLatch;
import static io.asyncsqlite.testing.BackupSubject.checkCopy;
import static io.asyncsqlite.testing.BackupSubject.names;
import static io.asyncsqlite.testing.BackupSubject.text;
import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.BackupException.Reason;
import io.asyncsqlite.testing.BackupSubject;
import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A content leaves an open database whole, and replaces the one of an open database wholly or not at all. */
@Timeout(60)
class ContentsTests {

    private static final int MAX = 100_000_000;

    @TempDir
    Path directory;

    private AsyncSqlite source;
    private AsyncSqlite target;

    /** Where the target is. */
    enum Kind {
        WAL,
        ROLLBACK,
        MEMORY
    }

    @BeforeEach
    void open() throws Exception {
        Path from = Files.createDirectory(directory.resolve("from"));
        source =
                BackupSubject.open(SqliteOptions.file(from.resolve("source.db")).build());
        openTarget(Kind.WAL);
    }

    private void openTarget(Kind kind) throws Exception {
        if (target != null) {
            target.close();
        }
        SqliteOptions.Builder options = kind == Kind.MEMORY
                ? SqliteOptions.memory()
                : SqliteOptions.file(directory.resolve("target.db"))
                        .journalMode(kind == Kind.WAL ? JournalMode.WAL : JournalMode.DELETE);
        target = AsyncSqlite.open(options.name("target").build());
        await(target.executeScript("CREATE TABLE IF NOT EXISTS old(v); INSERT INTO old VALUES (1)"));
    }

    @AfterEach
    void close() throws Exception {
        source.close();
        target.close();
        assertThat(Threads.of("source.db")).isEmpty();
        assertThat(Threads.of("target")).isEmpty();
        assertThat(names(directory)).noneMatch(name -> name.startsWith(".asyncsqlite"));
        assertThat(names(directory.resolve("from"))).containsExactly("source.db");
    }

    private void checkReplaced(AsyncSqlite db) throws Exception {
        assertThat(text(db, "SELECT sum(balance) FROM account")).isEqualTo("1000");
        assertThat(text(db, "SELECT count(*) FROM filler")).isEqualTo("30000");
        assertThat(text(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'old'"))
                .isEqualTo("0");
        assertThat(await(db.maintenance().integrityCheck())).isEmpty();
        await(db.execute("INSERT INTO account VALUES (3, 0)"));
        assertThat(text(db, "SELECT count(*) FROM account")).isEqualTo("3");
    }

    private void checkUnchanged() throws Exception {
        assertThat(text(target, "SELECT count(*) FROM old")).isEqualTo("1");
        await(target.execute("INSERT INTO old VALUES (2)"));
        assertThat(await(target.maintenance().integrityCheck())).isEmpty();
    }

    @Test
    void serializedDatabaseIsAFileThatNeedsNoLog() throws Exception {
        byte[] image = await(source.contents().serialize(MAX));

        Path file = Files.write(directory.resolve("image.db"), image);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(Arrays.copyOfRange(image, 18, 20)).containsExactly(1, 1);
        checkCopy(file);
    }

    @Test
    void databaseThatIsTooLargeIsNotSerialized() throws Exception {
        assertThat(failureOf(source.contents().serialize(100_000)))
                .isInstanceOfSatisfying(
                        BackupException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE))
                .hasMessageContaining("more than maxBytes 100000");
        assertThat(failureOf(source.contents().serialize(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxBytes");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void imageReplacesTheContent(Kind kind) throws Exception {
        openTarget(kind);
        byte[] image = await(source.contents().serialize(MAX));

        await(target.contents().deserialize(image));

        checkReplaced(target);
        assertThat(await(target.contents().serialize(MAX)).length).isGreaterThanOrEqualTo(image.length);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void databaseIsCopiedIntoAnotherOpenOne(Kind kind) throws Exception {
        openTarget(kind);

        await(source.contents().copyTo(target));

        checkReplaced(target);
        assertThat(text(source, "SELECT count(*) FROM account")).isEqualTo("2");
        await(target.execute("UPDATE account SET balance = 0"));
        await(target.contents().copyTo(source));
        assertThat(text(source, "SELECT sum(balance) FROM account")).isEqualTo("0");
    }

    @Test
    void databaseIsNotCopiedIntoItself() throws Exception {
        assertThat(failureOf(source.contents().copyTo(source)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another database");
    }

    @Test
    void readsThatHaveBegunSeeTheOldContent() throws Exception {
        Path backup = directory.resolve("backup.db");
        await(source.backup(backup));
        OpenTransaction reader = await(target.begin(TransactionMode.READ_ONLY));
        assertThat(await(reader.query("SELECT count(*) FROM old")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(1);

        await(target.contents().restore(backup));

        assertThat(await(reader.query("SELECT count(*) FROM old")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(1);
        assertThat(text(target, "SELECT count(*) FROM filler")).isEqualTo("30000");
        await(reader.rollback());
        checkReplaced(target);
    }

    @Test
    void contentThatIsNotSoundIsRefused() throws Exception {
        byte[] image = await(source.contents().serialize(MAX));
        byte[] broken = image.clone();
        Arrays.fill(broken, 4096, 3 * 4096, (byte) 7);

        for (byte[] bad : List.of(broken, Arrays.copyOf(image, 4096), new byte[10_000], new byte[0])) {
            assertThat(failureOf(target.contents().deserialize(bad)))
                    .isInstanceOfSatisfying(
                            BackupException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.DAMAGED));
        }
        assertThat(failureOf(target.contents().restore(directory.resolve("missing.db"))))
                .isInstanceOf(BackupException.class);
        assertThat(failureOf(target.contents().restore(directory.resolve("from/source.db"))))
                .isInstanceOfSatisfying(
                        BackupException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.TARGET_IN_USE));
        checkUnchanged();
    }

    @Test
    void contentOfAnotherFormIsRefused() throws Exception {
        Path file = directory.resolve("large-pages.db");
        byte[] image;
        try (AsyncSqlite other =
                AsyncSqlite.open(SqliteOptions.file(file).pageSize(8192).build())) {
            await(other.execute("CREATE TABLE t(v)"));
            image = await(other.contents().serialize(MAX));
        }

        assertThat(failureOf(target.contents().deserialize(image)))
                .isInstanceOfSatisfying(
                        BackupException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.DIFFERENT_FORM))
                .hasMessageContaining("page_size of the content is 8192, that of the database is 4096");
        checkUnchanged();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void dumpReplacesTheContent(Kind kind) throws Exception {
        openTarget(kind);
        await(source.executeScript("CREATE VIRTUAL TABLE words USING fts5(body);"
                + " INSERT INTO words VALUES ('hello world'); CREATE TABLE serial(id INTEGER PRIMARY KEY AUTOINCREMENT);"
                + " INSERT INTO serial VALUES (41); CREATE TRIGGER t AFTER INSERT ON serial BEGIN SELECT 1; END"));
        await(source.execute("PRAGMA user_version = 17"));

        await(target.contents().load(source.dump()));

        assertThat(text(target, "SELECT body FROM words WHERE words MATCH 'hello'"))
                .isEqualTo("hello world");
        assertThat(text(target, "PRAGMA user_version")).isEqualTo("17");
        await(target.execute("INSERT INTO serial DEFAULT VALUES"));
        assertThat(text(target, "SELECT max(id) FROM serial")).isEqualTo("42");
        checkReplaced(target);
    }

    @Test
    void dumpOfADatabaseItselfIsLoaded() throws Exception {
        List<String> before = await(Collector.collect(source.dump()));

        await(source.contents().load(source.dump()));

        assertThat(await(Collector.collect(source.dump()))).isEqualTo(before);
    }

    @Test
    void statementsThatNoDumpHasAreRefused() throws Exception {
        for (String bad : List.of(
                "ATTACH 'other.db' AS other",
                "VACUUM INTO 'other.db'",
                "PRAGMA journal_mode=WAL",
                "SAVEPOINT s",
                "CREATE TABLE a(b); ROLLBACK",
                "INSERT INTO old VALUES (?)",
                "")) {
            Throwable failure = failureOf(target.contents().load(publisher("CREATE TABLE t(v);", bad)));
            assertThat(failure).as(bad).isInstanceOfAny(InvalidStatementException.class, StatementException.class);
        }
        assertThat(failureOf(target.contents().load(publisher("INSERT INTO missing VALUES (1)"))))
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("missing");
        checkUnchanged();
    }

    private static Flow.Publisher<String> publisher(String... statements) {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            private final Iterator<String> rest = Stream.of(statements).iterator();

            @Override
            public void request(long wanted) {
                for (long i = 0; i < wanted && rest.hasNext(); i++) {
                    subscriber.onNext(rest.next());
                }
                if (!rest.hasNext()) {
                    subscriber.onComplete();
                }
            }

            @Override
            public void cancel() {}
        });
    }

    @Test
    void failureOfADumpIsThatOfTheLoad() throws Exception {
        IOException broken = new IOException("expected");

        assertThat(failureOf(target.contents().load(subscriber -> {
                    subscriber.onSubscribe(new Endless(new CountDownLatch(1), new CountDownLatch(1)));
                    subscriber.onNext("CREATE TABLE t(v)");
                    subscriber.onError(broken);
                })))
                .isSameAs(broken);
        AssertionError error = new AssertionError("expected");
        assertThat(failureOf(target.contents().load(subscriber -> {
                    throw error;
                })))
                .isSameAs(error);
        checkUnchanged();
    }

    /** A subscription that gives nothing. */
    private record Endless(CountDownLatch requested, CountDownLatch cancelled) implements Flow.Subscription {

        @Override
        public void request(long wanted) {
            requested.countDown();
        }

        @Override
        public void cancel() {
            cancelled.countDown();
        }
    }

    @Test
    void cancelledLoadEndsAndLeavesTheContent() throws Exception {
        Endless endless = new Endless(new CountDownLatch(1), new CountDownLatch(1));
        CompletableFuture<Void> load = target.contents().load(subscriber -> subscriber.onSubscribe(endless));
        awaitLatch(endless.requested());
        await(target.execute("UPDATE old SET v = 7"));

        load.cancel(true);

        assertThat(failureOf(load)).isInstanceOf(CancellationException.class);
        awaitLatch(endless.cancelled());
        checkUnchanged();
    }

    @Test
    void loadHasADeadline() throws Exception {
        Endless endless = new Endless(new CountDownLatch(1), new CountDownLatch(1));

        assertThat(failureOf(target.contents()
                        .withTimeout(Duration.ofMillis(200))
                        .load(subscriber -> subscriber.onSubscribe(endless))))
                .isInstanceOf(OperationTimeoutException.class);
        awaitLatch(endless.cancelled());
        checkUnchanged();
    }

    @Test
    void closeEndsALoad() throws Exception {
        Endless endless = new Endless(new CountDownLatch(1), new CountDownLatch(1));
        CompletableFuture<Void> load = target.contents().load(subscriber -> subscriber.onSubscribe(endless));
        awaitLatch(endless.requested());

        target.close();

        assertThat(failureOf(load)).isInstanceOf(DatabaseClosedException.class);
    }

    @Test
    void functionsOfTheDatabaseAreThereForADump() throws Exception {
        target.close();
        target = AsyncSqlite.open(SqliteOptions.file(directory.resolve("functions.db"))
                .name("target")
                .define(SqlFunction.scalar("twice", Long.class, value -> 2 * value)
                        .deterministic()
                        .innocuous())
                .build());

        await(target.contents()
                .load(publisher(
                        "CREATE TABLE t(v, d AS (twice(v)) STORED); CREATE INDEX i ON t(twice(v));",
                        "INSERT INTO t VALUES (21)")));

        assertThat(text(target, "SELECT d FROM t WHERE twice(v) = 42")).isEqualTo("42");
    }

    @Test
    void readOnlyDatabaseGivesAndDoesNotTake() throws Exception {
        source.close();
        source = AsyncSqlite.open(SqliteOptions.file(directory.resolve("from/source.db"))
                .readOnly(true)
                .build());

        byte[] image = await(source.contents().serialize(MAX));
        await(source.contents().copyTo(target));

        checkReplaced(target);
        assertThat(failureOf(source.contents().deserialize(image)))
                .isInstanceOf(InvalidStatementException.class)
                .hasMessageContaining("readOnly");
    }

    @Test
    void blockingViewMovesContents() throws Exception {
        SyncContents from = source.blocking().contents();
        SyncContents to = target.blocking().contents();

        byte[] image = from.serialize(MAX);
        to.withTimeout(Duration.ofMinutes(1)).deserialize(image);
        from.copyTo(target);
        to.load(source.dump());
        Path backup = directory.resolve("backup.db");
        source.blocking().backup(backup);
        to.restore(backup);

        checkReplaced(target);
    }
}
