package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.internal.connection.ConnectionFactory;
import io.asyncsqlite.internal.engine.TestEngine;
import io.asyncsqlite.testing.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading leaves a read-only database, and a file of another owner, unchanged. */
@Timeout(60)
class ReadOnlyTests {

    @TempDir
    Path directory;

    private Path create(JournalMode mode) throws Exception {
        Path file = directory.resolve("a#b %41.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA journal_mode=" + mode);
            statement.execute("CREATE TABLE t(k INTEGER PRIMARY KEY, body)");
            statement.execute("CREATE INDEX tb ON t(body)");
            statement.execute("WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                    + " INSERT INTO t SELECT i, 'body ' || i FROM n");
        }
        return file;
    }

    /** Returns the content of the directory: names, sizes, permissions and bytes. */
    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                content.put(
                        file.getFileName().toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                                + java.util.Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return content;
    }

    @ParameterizedTest
    @EnumSource(
            value = JournalMode.class,
            names = {"WAL", "DELETE"})
    void readOnlyChangesNothing(JournalMode mode) throws Exception {
        Path file = create(mode);
        Map<String, String> before = content();
        for (boolean immutable : new boolean[] {false, true}) {
            SqliteOptions options =
                    SqliteOptions.file(file).readOnly(true).immutable(immutable).build();
            try (AsyncSqlite db = AsyncSqlite.open(options)) {
                assertThat(await(db.query("SELECT count(*) FROM t WHERE body LIKE 'body%'")
                                .mapTo(Long.class)
                                .one()))
                        .isEqualTo(500);
                assertThat(await(db.read(connection ->
                                        connection.query("SELECT * FROM t").list()))
                                .size())
                        .isEqualTo(500);
                assertThat(await(db.query("PRAGMA table_info(t)").list())).hasSize(2);
                assertThat(await(db.query("PRAGMA integrity_check")
                                .mapTo(String.class)
                                .one()))
                        .isEqualTo("ok");
                try (AsyncConnection connection = await(db.connect())) {
                    assertThat(await(connection
                                    .query("SELECT 7")
                                    .mapTo(Long.class)
                                    .one()))
                            .isEqualTo(7);
                }
            }
            assertThat(content()).isEqualTo(before);
        }
    }

    @Test
    void readOnlyRefusesWhatWritesBeforeItRuns() throws Exception {
        Path file = create(JournalMode.WAL);
        Map<String, String> before = content();
        try (AsyncSqlite db =
                        AsyncSqlite.open(SqliteOptions.file(file).readOnly(true).build());
                AsyncConnection connection = await(db.connect())) {
            for (String sql : new String[] {
                "INSERT INTO t VALUES (501, 'x')",
                "DELETE FROM t RETURNING k",
                "CREATE TABLE u(k)",
                "VACUUM",
                "PRAGMA user_version = 7",
                "PRAGMA main.\"user_version\"(7)",
                "PRAGMA optimize",
                "PRAGMA wal_checkpoint(TRUNCATE)",
                "WITH n AS (SELECT 1) INSERT INTO t SELECT 600, 1 FROM n"
            }) {
                assertRefused(() -> db.execute(sql));
                assertRefused(() -> db.query(sql).list());
                assertRefused(() -> db.write(lent -> lent.execute(sql)));
                assertRefused(() -> db.inTransaction(tx -> tx.execute(sql)));
                assertRefused(() -> connection.execute(sql));
            }
            assertRefused(() -> db.executeScript("DELETE FROM t"));
            assertRefused(() -> db.executeMany("DELETE FROM t WHERE k = ?", java.util.List.of(java.util.List.of(1))));
            if (TestEngine.isForeign()) {
                assertRefused(() -> connection.openBlob(BlobLocation.of("t", "body", 1), BlobMode.READ_WRITE));
            }
            Path missing = directory.resolve("missing.db");
            assertThat(failureOf(connection.execute("ATTACH ? AS other", missing.toString())))
                    .isInstanceOf(StatementException.class);
            assertThat(missing).doesNotExist();
            assertThat(await(
                            db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                    .isEqualTo(500);
        }
        assertThat(content()).isEqualTo(before);
    }

    private static void assertRefused(Callable<CompletableFuture<?>> call) throws Exception {
        assertThat(failureOf(call.call()))
                .isInstanceOf(InvalidStatementException.class)
                .hasMessageContaining("readOnly");
    }

    @Test
    void readOnlySeesWhatAnotherProgramWrites() throws Exception {
        Path file = create(JournalMode.WAL);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("INSERT INTO t VALUES (501, 'new')");
            try (AsyncSqlite db =
                    AsyncSqlite.open(SqliteOptions.file(file).readOnly(true).build())) {
                assertThat(await(db.query("SELECT count(*) FROM t")
                                .mapTo(Long.class)
                                .one()))
                        .isEqualTo(501);
                statement.execute("INSERT INTO t VALUES (502, 'new')");
                assertThat(await(db.query("SELECT count(*) FROM t")
                                .mapTo(Long.class)
                                .one()))
                        .isEqualTo(502);
            }
            assertThat(directory.resolve("a#b %41.db-wal")).exists();
        }
    }

    @Test
    void readOnlyRefusesChangesThatAreOnlyInTheLog() throws Exception {
        Path file = create(JournalMode.WAL);
        Path copy = directory.resolve("copy.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("INSERT INTO t VALUES (501, 'new')");
            Files.copy(file, copy);
            Files.copy(directory.resolve("a#b %41.db-wal"), directory.resolve("copy.db-wal"));
        }
        Map<String, String> before = content();
        for (boolean immutable : new boolean[] {false, true}) {
            assertRefused(
                    SqliteOptions.file(copy).readOnly(true).immutable(immutable),
                    Reason.NO_ACCESS,
                    "open it once without readOnly");
        }
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void aFileThatMustExistIsNotCreated() {
        Path missing = directory.resolve("missing.db");
        assertRefused(SqliteOptions.file(missing).mustExist(true), Reason.MISSING_FILE, "mustExist");
        assertRefused(SqliteOptions.file(missing).readOnly(true), Reason.MISSING_FILE, "readOnly");
        assertRefused(SqliteOptions.file(missing).immutable(true), Reason.MISSING_FILE, "readOnly");
        assertThat(missing).doesNotExist();
    }

    private static void assertRefused(SqliteOptions.Builder options, Reason reason, String message) {
        DatabaseOpenException failure =
                catchThrowableOfType(DatabaseOpenException.class, () -> AsyncSqlite.open(options.build()));
        assertThat(failure).hasMessageContaining(message);
        assertThat(failure.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @EnumSource(
            value = JournalMode.class,
            names = {"WAL", "DELETE"})
    void keepLeavesTheModeOfTheFileAndNoTablesOfStatistics(JournalMode mode) throws Exception {
        Path file = create(mode);
        Map<String, String> before = content();
        SqliteOptions options =
                SqliteOptions.file(file).journalMode(JournalMode.KEEP).build();
        try (LogCapture log = new LogCapture(ConnectionFactory.class)) {
            try (AsyncSqlite db = AsyncSqlite.open(options)) {
                assertThat(await(db.query("PRAGMA journal_mode")
                                .mapTo(String.class)
                                .one()))
                        .isEqualToIgnoringCase(mode.name());
                assertThat(await(db.query("SELECT count(*) FROM t WHERE body > 'body 2'")
                                .mapTo(Long.class)
                                .one()))
                        .isPositive();
                assertThat(db.stats().openReaders()).isEqualTo(mode == JournalMode.WAL ? 1 : 0);
            }
            assertThat(log.messages()).isEmpty();
        }
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void keepGivesANewFileTheModeOfSqlite() throws Exception {
        SqliteOptions options = SqliteOptions.file(directory.resolve("new.db"))
                .journalMode(JournalMode.KEEP)
                .build();
        try (AsyncSqlite db = AsyncSqlite.open(options)) {
            await(db.execute("CREATE TABLE t(k)"));
            assertThat(await(db.query("PRAGMA journal_mode").mapTo(String.class).one()))
                    .isEqualTo("delete");
        }
    }

    @Test
    void aChangeOfTheModeIsTold() throws Exception {
        Path file = create(JournalMode.DELETE);
        try (LogCapture log = new LogCapture(ConnectionFactory.class)) {
            AsyncSqlite.open(file).close();
            AsyncSqlite.open(file).close();
            AsyncSqlite.open(directory.resolve("new.db")).close();

            assertThat(log.messages())
                    .containsExactly("The journal mode of database 'a#b %41.db' (" + file
                            + ") was changed from delete to wal, for all programs that open it; journalMode KEEP"
                            + " leaves it as it is");
        }
    }

    @Test
    void statisticsAreKeptWhereTheyAre() throws Exception {
        Path file = create(JournalMode.WAL);
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            assertThat(statistics(db)).isZero();
            await(db.execute("ANALYZE"));
        }
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            assertThat(statistics(db)).isPositive();
        }
    }

    private static long statistics(AsyncSqlite db) throws Exception {
        return await(db.query("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'sqlite_stat%'")
                .mapTo(Long.class)
                .one());
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096, 65_536})
    void aNewFileHasPagesOfTheSizeAskedFor(int size) throws Exception {
        Path file = directory.resolve("new.db");
        SqliteOptions options = SqliteOptions.file(file).pageSize(size).build();
        for (int i = 0; i < 2; i++) {
            try (AsyncSqlite db = AsyncSqlite.open(options)) {
                assertThat(await(db.query("PRAGMA page_size")
                                .mapTo(Integer.class)
                                .one()))
                        .isEqualTo(size);
                await(db.execute("CREATE TABLE IF NOT EXISTS t(k)"));
            }
        }
        assertRefused(
                SqliteOptions.file(file).pageSize(size == 512 ? 1024 : 512),
                Reason.SETTING_REFUSED,
                "page_size should be " + (size == 512 ? 1024 : 512) + " but stays " + size);
    }

    @Test
    void optionsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> SqliteOptions.memory().pageSize(1000).build())
                .hasMessage("pageSize must be a power of two from 512 to 65536, was 1000");
        assertThatThrownBy(() -> SqliteOptions.memory().readOnly(true).build())
                .hasMessage("readOnly and immutable need a file");
        assertThatThrownBy(() -> SqliteOptions.memory().mustExist(true).build()).hasMessage("mustExist needs a file");
    }
}
