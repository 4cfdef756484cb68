package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.testing.Observer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the options are attached on every connection, and refused if that cannot be. */
@Timeout(60)
class AttachmentTests {

    @TempDir
    private Path directory;

    private Path file(String name) {
        return directory.resolve(name);
    }

    private SqliteOptions.Builder options() {
        return SqliteOptions.file(file("app.db"));
    }

    private SqliteOptions.Builder withAudit() {
        return options().attach(SqliteAttachment.of("audit", file("audit.db")));
    }

    private AsyncSqlite openWithAudit() throws Exception {
        AsyncSqlite db = AsyncSqlite.open(withAudit().build());
        await(db.executeScript("CREATE TABLE IF NOT EXISTS note(id INTEGER PRIMARY KEY);"
                + " CREATE TABLE IF NOT EXISTS audit.event(id INTEGER PRIMARY KEY, body TEXT)"));
        return db;
    }

    private static Object one(AsyncOperations from, String sql) throws Exception {
        return await(from.query(sql).map(row -> row.get(0)).one());
    }

    private static final String SCHEMAS = "SELECT name FROM pragma_database_list WHERE name <> 'temp' ORDER BY seq";

    private static List<String> schemas(AsyncOperations from) throws Exception {
        return await(from.query(SCHEMAS).mapTo(String.class).list());
    }

    private static Object ofWriter(AsyncSqlite db, String pragma) throws Exception {
        return await(db.write(
                connection -> connection.query(pragma).map(row -> row.get(0)).one()));
    }

    @Test
    void everyConnectionHasThemInOneOrder() throws Exception {
        SqliteOptions options = withAudit()
                .attach(SqliteAttachment.of("Geo", file("it's % geo#.db")))
                .readers(4)
                .build();
        try (AsyncSqlite db = AsyncSqlite.open(options)) {
            List<String> expected = List.of("main", "audit", "Geo");

            List<CompletableFuture<List<String>>> all = new ArrayList<>();
            all.add(db.write(
                    connection -> connection.query(SCHEMAS).mapTo(String.class).list()));
            all.add(db.withConnection(
                    connection -> connection.query(SCHEMAS).mapTo(String.class).list()));
            for (int i = 0; i < 8; i++) {
                all.add(db.query(SCHEMAS).mapTo(String.class).list());
                all.add(db.inTransaction(
                        TransactionMode.READ_ONLY,
                        tx -> tx.query(SCHEMAS).mapTo(String.class).list()));
            }
            for (CompletableFuture<List<String>> each : all) {
                assertThat(await(each)).isEqualTo(expected);
            }
        }
        assertThat(file("it's % geo#.db")).exists();
    }

    @Test
    void writesAreReadBackByReadersAndByOthers() throws Exception {
        try (AsyncSqlite db = openWithAudit()) {
            assertThat(await(db.execute("INSERT INTO audit.event(body) VALUES (?)", "a"))
                            .lastInsertRowid())
                    .isEqualTo(1);
            await(db.inTransaction(tx -> tx.execute("INSERT INTO note VALUES (1)")
                    .thenCompose(done -> tx.execute("INSERT INTO audit.event(body) VALUES ('b')"))));

            assertThat(one(db, "SELECT group_concat(body) FROM audit.event")).isEqualTo("a,b");
            assertThat(await(db.query("SELECT * FROM event").list()).get(0).columnNames())
                    .containsExactly("id", "body");
            await(db.execute("ALTER TABLE audit.event ADD COLUMN at TEXT"));
            assertThat(await(db.query("SELECT * FROM event").list()).get(0).columnNames())
                    .containsExactly("id", "body", "at");
        }
        assertThat(file("audit.db-wal")).doesNotExist();
        try (AsyncSqlite alone = AsyncSqlite.open(file("audit.db"))) {
            assertThat(one(alone, "SELECT count(*) FROM event")).isEqualTo(2L);
        }
    }

    @Test
    void aTransactionThatIsRolledBackLeavesNothingInAnyFile() throws Exception {
        try (AsyncSqlite db = openWithAudit()) {
            assertThat(failureOf(db.inTransaction(tx -> tx.execute("INSERT INTO audit.event(body) VALUES ('a')")
                            .thenCompose(done -> tx.execute("INSERT INTO note VALUES (1), (1)")))))
                    .isInstanceOf(ConstraintException.class);

            assertThat(one(db, "SELECT count(*) FROM audit.event")).isEqualTo(0L);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = JournalMode.class,
            names = {"WAL", "DELETE"})
    void theyHaveTheSettingsOfTheDatabase(JournalMode mode) throws Exception {
        try (AsyncSqlite other = AsyncSqlite.open(SqliteOptions.file(file("audit.db"))
                .journalMode(mode == JournalMode.WAL ? JournalMode.DELETE : JournalMode.WAL)
                .build())) {
            await(other.execute("CREATE TABLE event(id)"));
        }
        SqliteOptions options = withAudit().journalMode(mode).build();
        try (AsyncSqlite db = AsyncSqlite.open(options)) {
            for (String setting : List.of("journal_mode", "synchronous", "journal_size_limit", "cache_size")) {
                assertThat(ofWriter(db, "PRAGMA audit." + setting))
                        .as(setting)
                        .isEqualTo(ofWriter(db, "PRAGMA main." + setting));
            }
            await(db.execute("INSERT INTO audit.event VALUES (1)"));
            assertThat(one(db, "SELECT count(*) FROM audit.event")).isEqualTo(1L);
        }
    }

    @Test
    void keepRefusesAnotherJournalMode() throws Exception {
        try (AsyncSqlite other = AsyncSqlite.open(SqliteOptions.file(file("audit.db"))
                .journalMode(JournalMode.DELETE)
                .build())) {
            await(other.execute("CREATE TABLE event(id)"));
        }
        AsyncSqlite.open(file("app.db")).close();

        assertThatThrownBy(() -> AsyncSqlite.open(
                        withAudit().journalMode(JournalMode.KEEP).build()))
                .isInstanceOf(DatabaseOpenException.class)
                .hasMessageContaining("'audit of app.db'")
                .hasMessageContaining("journal_mode should be wal, as of the database, but stays delete");
        try (AsyncSqlite alone = AsyncSqlite.open(file("audit.db"))) {
            assertThat(one(alone, "PRAGMA journal_mode")).isEqualTo("wal");
        }
    }

    @Test
    void aFileThatIsOnlyReadIsNotWritten() throws Exception {
        try (AsyncSqlite db = openWithAudit()) {
            await(db.execute("INSERT INTO audit.event(body) VALUES ('a')"));
        }
        SqliteOptions options = options()
                .attach(SqliteAttachment.of("audit", file("audit.db")).asReadOnly())
                .build();
        try (AsyncSqlite db = AsyncSqlite.open(options)) {
            assertThat(one(db, "SELECT count(*) FROM audit.event")).isEqualTo(1L);
            assertThat(failureOf(db.execute("DELETE FROM audit.event")))
                    .isInstanceOf(StatementException.class)
                    .hasMessageContaining("readonly");
            await(db.execute("INSERT INTO note VALUES (1)"));
            assertThat(one(db, "SELECT count(*) FROM note, audit.event")).isEqualTo(1L);
        }
        assertThat(file("audit.db-wal")).doesNotExist();
        assertThat(file("audit.db-shm")).doesNotExist();
    }

    @Test
    void aDatabaseThatIsOnlyReadAttachesFilesToBeOnlyRead() throws Exception {
        openWithAudit().close();
        try (AsyncSqlite db = AsyncSqlite.open(withAudit().readOnly(true).build())) {
            assertThat(one(db, "SELECT count(*) FROM audit.event")).isEqualTo(0L);
        }
        try (AsyncSqlite db = AsyncSqlite.open(withAudit().immutable(true).build())) {
            assertThat(one(db, "SELECT count(*) FROM audit.event")).isEqualTo(0L);
        }
        assertThat(file("audit.db-wal")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "TEMP", "a b", "", "1a", "a\"; DROP", "asyncsqlite_backup", "a.b"})
    void aNameThatCannotBeIsRefused(String schema) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqliteAttachment.of(schema, file("a.db")))
                .withMessageStartingWith("attach needs a schema");
    }

    @Test
    void namesAndFilesThatComeTwiceAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withAudit()
                        .attach(SqliteAttachment.of("AUDIT", file("b.db")))
                        .build())
                .withMessage("attach names the schema AUDIT twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options()
                        .attach(SqliteAttachment.of("a", file("sub/../app.db")))
                        .build())
                .withMessageStartingWith("attach names for a a file that the database has already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqliteOptions.memory()
                        .attach(SqliteAttachment.of("a", file("a.db")))
                        .build())
                .withMessageContaining("in memory");
    }

    @Test
    void aFileThatIsOpenIsRefused() throws Exception {
        try (AsyncSqlite db = openWithAudit();
                AsyncSqlite other = AsyncSqlite.open(file("other.db"))) {
            assertThat(List.of(schemas(db), schemas(other))).containsExactly(List.of("main", "audit"), List.of("main"));
            assertThatThrownBy(() -> AsyncSqlite.open(file("audit.db")))
                    .isInstanceOf(DatabaseOpenException.class)
                    .hasMessageContaining("has it open already");
            assertThatThrownBy(() -> AsyncSqlite.open(SqliteOptions.file(file("third.db"))
                            .attach(SqliteAttachment.of("a", file("fourth.db")))
                            .attach(SqliteAttachment.of("o", file("other.db")))
                            .build()))
                    .isInstanceOfSatisfying(
                            DatabaseOpenException.class,
                            e -> assertThat(e.reason()).isEqualTo(DatabaseOpenException.Reason.ALREADY_OPEN));
            // What was prepared before the refusal is free again.
            AsyncSqlite.open(file("third.db")).close();
            AsyncSqlite.open(file("fourth.db")).close();
            assertThatThrownBy(() -> AsyncSqlite.restore(file("fourth.db"), file("audit.db")))
                    .isInstanceOf(BackupException.class);
        }
        AsyncSqlite.open(file("audit.db")).close();
    }

    @Test
    void aLinkToTheDatabaseItselfIsRefused() throws IOException {
        AsyncSqlite.open(file("app.db")).close();
        Files.createSymbolicLink(file("link.db"), file("app.db"));

        assertThatThrownBy(() -> AsyncSqlite.open(options()
                        .attach(SqliteAttachment.of("a", file("link.db")))
                        .build()))
                .isInstanceOf(DatabaseOpenException.class)
                .hasMessageContaining("'a of app.db'");
    }

    @Test
    void whatCannotBeAttachedIsNamed() throws IOException {
        Files.writeString(file("text.db"), "no database ".repeat(100));

        assertThatThrownBy(() -> AsyncSqlite.open(options()
                        .attach(SqliteAttachment.of("a", file("missing/a.db")))
                        .build()))
                .isInstanceOf(DatabaseOpenException.class)
                .hasMessageContaining("'a of app.db'")
                .hasMessageContaining("the directory does not exist");
        assertThatThrownBy(() -> AsyncSqlite.open(options()
                        .attach(SqliteAttachment.of("a", file("a.db")).asReadOnly())
                        .build()))
                .isInstanceOf(DatabaseOpenException.class)
                .hasMessageContaining("the file does not exist, and readOnly forbids to create it");
        assertThatThrownBy(() -> AsyncSqlite.open(options()
                        .attach(SqliteAttachment.of("a", file("text.db")))
                        .build()))
                .isInstanceOf(DatabaseOpenException.class)
                .hasMessageContaining("not a database")
                .hasMessageContaining("'a of app.db'");
        assertThatThrownBy(() -> AsyncSqlite.open(
                        withAudit().limit(SqliteLimit.ATTACHED, 0).build()))
                .isInstanceOf(DatabaseOpenException.class)
                .hasMessageContaining("too many attached databases");
        AsyncSqlite.open(file("app.db")).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DETACH audit", "detach database \"AUDIT\"", "DETACH 'au' || 'dit'", "DETACH ?"})
    void detachIsRefused(String sql) throws Exception {
        try (AsyncSqlite db = openWithAudit();
                AsyncConnection connection = await(db.connect())) {
            Object[] values = sql.contains("?") ? new Object[] {"audit"} : new Object[0];

            assertThat(failureOf(db.execute(sql, values))).isInstanceOf(InvalidStatementException.class);
            assertThat(failureOf(connection.execute(sql, values))).isInstanceOf(InvalidStatementException.class);
            await(connection.execute("ATTACH ? AS more", file("more.db").toString()));
            await(connection.execute("DETACH more"));
        }
    }

    @Test
    void backupsAndContentsAreOfTheDatabaseAlone() throws Exception {
        try (AsyncSqlite db = openWithAudit()) {
            await(db.execute("INSERT INTO note VALUES (1)"));
            await(db.execute("INSERT INTO audit.event(body) VALUES ('kept')"));
            await(db.backup(file("copy.db"), BackupOptions.defaults()));
            await(db.execute("DELETE FROM note"));

            await(db.contents().restore(file("copy.db")));

            assertThat(one(db, "SELECT count(*) FROM note, audit.event")).isEqualTo(1L);
            assertThat(await(db.maintenance().integrityCheck())).isEmpty();
            await(db.maintenance().vacuum());
            await(db.maintenance().analyze());
        }
        try (AsyncSqlite copy = AsyncSqlite.open(file("copy.db"))) {
            assertThat(schemas(copy)).containsExactly("main");
            assertThat(one(copy, "SELECT count(*) FROM sqlite_schema")).isEqualTo(1L);
        }
    }

    @Test
    void liveQueriesAndChangesSeeThem() throws Exception {
        try (AsyncSqlite db = openWithAudit()) {
            Observer<Changes> changes = Observer.of(db.changes());
            Observer<List<Long>> counts = Observer.of(
                    db.query("SELECT count(*) FROM event").mapTo(Long.class).observe());
            assertThat(counts.next()).isEqualTo(List.of(0L));

            await(db.execute("INSERT INTO audit.event(body) VALUES ('a')"));

            assertThat(counts.next()).isEqualTo(List.of(1L));
            assertThat(changes.next()).isEqualTo(changed("audit.event", Changes.Kind.INSERT));
            await(db.execute("INSERT INTO note VALUES (1)"));
            assertThat(changes.next()).isEqualTo(changed("note", Changes.Kind.INSERT));
            assertThat(counts.isQuiet()).isTrue();
            await(db.execute("DELETE FROM audit.event"));
            assertThat(counts.next()).isEqualTo(List.of(0L));
            assertThat(changes.next()).isEqualTo(changed("audit.event", Changes.Kind.DELETE));
        }
    }

    private static Changes changed(String table, Changes.Kind kind) {
        return new Changes(1, List.of(new Changes.TableChange(table, kind, OptionalLong.of(1))), false);
    }

    @Test
    void liveQueriesFollowTheSchemaOfAnAttachedFile() throws Exception {
        try (AsyncSqlite db = openWithAudit()) {
            await(db.executeScript("CREATE TABLE audit.other(id); INSERT INTO audit.other VALUES (1), (2);"
                    + " CREATE VIRTUAL TABLE audit.ft USING fts5(body)"));
            Observer<List<Long>> counts = Observer.of(db.query("SELECT count(*) FROM audit.event")
                    .mapTo(Long.class)
                    .observe());
            Observer<List<Long>> found = Observer.of(db.query("SELECT count(*) FROM audit.ft('word')")
                    .mapTo(Long.class)
                    .observe());
            Observer<List<Long>> named =
                    Observer.of(db.query("SELECT 7").mapTo(Long.class).observe("AUDIT.Event"));
            assertThat(counts.next()).isEqualTo(List.of(0L));
            assertThat(found.next()).isEqualTo(List.of(0L));
            assertThat(named.next()).isEqualTo(List.of(7L));

            await(db.execute("INSERT INTO audit.ft VALUES ('a word')"));
            assertThat(found.next()).isEqualTo(List.of(1L));
            await(db.executeScript("DROP TABLE audit.event; ALTER TABLE audit.other RENAME TO event"));
            assertThat(counts.next()).isEqualTo(List.of(2L));
            await(db.execute("INSERT INTO audit.event VALUES (3)"));
            assertThat(counts.next()).isEqualTo(List.of(3L));
        }
    }

    @Test
    void changesOfAnAttachedFileByOtherProcessesAreSeen() throws Exception {
        openWithAudit().close();
        SqliteOptions options = withAudit().watchInterval(Duration.ofMillis(10)).build();
        try (AsyncSqlite db = AsyncSqlite.open(options)) {
            Observer<List<Long>> counts = Observer.of(db.query("SELECT count(*) FROM audit.event")
                    .mapTo(Long.class)
                    .observe());
            counts.awaitSignal(List.of(0L));
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file("audit.db"));
                    Statement statement = other.createStatement()) {
                for (long i = 1; i < 4; i++) {
                    statement.execute("INSERT INTO event(body) VALUES ('x')");
                    counts.awaitSignal(List.of(i));
                }
            }
        }
    }
}
