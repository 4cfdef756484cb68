package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections load exactly the extensions of the options, and have their limits. */
@Timeout(60)
class ExtensionTests {

    /** Without a header of SQLite: the functions are at fixed places of its table. */
    private static final String SOURCE = """
            typedef void *const *table;
            static table api;
            static void answer(void *context, int count, void **values) {
                ((void (*)(void *, int))api[%d])(context, 42);
            }
            static int make(void *db, const char *name, table given) {
                api = given;
                return ((int (*)(void *, const char *, int, int, void *, void *, void *, void *))api[%d])(
                        db, name, 0, 1 | 0x800 | 0x200000, 0, answer, 0, 0);
            }
            int sqlite3_answer_init(void *db, char **error, table given) { return make(db, "answer", given); }
            int other_entry(void *db, char **error, table given) { return make(db, "other_answer", given); }
            """.formatted(82, 45);

    @TempDir
    private static Path libraries;

    private static Path library;
    private static String notBuilt = "";

    @TempDir
    private Path directory;

    @BeforeAll
    static void build() throws Exception {
        Path source = Files.writeString(libraries.resolve("answer.c"), SOURCE);
        library = libraries.resolve("answer.so");
        try {
            Process gcc = new ProcessBuilder(
                            "gcc", "-shared", "-fPIC", "-w", "-o", library.toString(), source.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(gcc.getInputStream().readAllBytes());
            if (!gcc.waitFor(30, TimeUnit.SECONDS) || gcc.exitValue() != 0) {
                notBuilt = "gcc failed: " + output;
            }
        } catch (IOException e) {
            notBuilt = "gcc is not installed";
        }
    }

    private static void assumeBuilt() {
        assumeTrue(notBuilt.isEmpty(), notBuilt);
    }

    private SqliteOptions.Builder options() {
        return SqliteOptions.file(directory.resolve("app.db"));
    }

    private static Object one(AsyncOperations from, String sql) throws Exception {
        return await(from.query(sql).map(row -> row.get(0)).one());
    }

    @Test
    void everyConnectionHasTheExtension() throws Exception {
        assumeBuilt();
        try (AsyncSqlite db = AsyncSqlite.open(
                options().extension(SqliteExtension.of(library)).build())) {
            await(db.executeScript("CREATE TABLE t(v, a AS (answer()) STORED); INSERT INTO t(v) VALUES (answer())"));

            assertThat(one(db, "SELECT v + a + answer() FROM t")).isEqualTo(126L);
            List<Row> rows = await(db.withConnection(
                    connection -> connection.query("SELECT answer()").list()));
            assertThat(rows).hasSize(1);
            // A dump is loaded on a connection of its own.
            await(db.contents().load(db.dump()));
            assertThat(one(db, "SELECT count(*) FROM t")).isEqualTo(1L);
        }
    }

    @Test
    void extensionHasTheEntryPointAndChecksumOfTheOptions() throws Exception {
        assumeBuilt();
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(library)));
        try (AsyncSqlite db = AsyncSqlite.open(SqliteOptions.memory()
                .extension(new SqliteExtension(library, "other_entry", sha256))
                .build())) {
            assertThat(one(db, "SELECT other_answer()")).isEqualTo(42L);
        }
        SqliteExtension changed = SqliteExtension.parse(library + "#sha256=" + "0".repeat(64));
        assertRefused(options().extension(changed), "has another SHA-256");
    }

    @Test
    void sqlLoadsNoExtension() throws Exception {
        assumeBuilt();
        for (SqliteOptions.Builder options :
                new SqliteOptions.Builder[] {options(), options().extension(SqliteExtension.of(library))}) {
            try (AsyncSqlite db = AsyncSqlite.open(options.build())) {
                assertThat(failureOf(db.query("SELECT load_extension(?)", library.toString())
                                .list()))
                        .isInstanceOf(StatementException.class)
                        .hasMessageContaining("not authorized");
            }
        }
    }

    @Test
    void fileThatIsNoExtensionIsRefused() throws Exception {
        Path text = Files.writeString(libraries.resolve("text.so"), "no library");

        assertRefused(options().extension(SqliteExtension.of(text)), "text.so cannot be loaded");
        assertRefused(options().extension(SqliteExtension.of(libraries.resolve("missing.so"))), "is not there");
        assertThatThrownBy(() -> SqliteExtension.parse(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SqliteExtension.parse("a.so#sha256=12"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 hexadecimal digits");
        // Nothing keeps the file.
        AsyncSqlite.open(options().build()).close();
    }

    private static void assertRefused(SqliteOptions.Builder options, String why) {
        assertThatThrownBy(() -> AsyncSqlite.open(options.build()))
                .isInstanceOfSatisfying(
                        DatabaseOpenException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(DatabaseOpenException.Reason.SETTING_REFUSED))
                .hasMessageContaining(why);
    }

    @Test
    void everyConnectionHasTheLimits() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(options()
                .limit(SqliteLimit.VARIABLE_NUMBER, 3)
                .limit(SqliteLimit.COLUMN, 10)
                .build())) {
            assertThat(one(db, "SELECT 1")).isEqualTo(1L);
            for (AsyncOperations on : new AsyncOperations[] {db, await(db.connect())}) {
                assertThat(failureOf(on.query("SELECT 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11")
                                .list()))
                        .hasMessageContaining("too many columns");
                assertThat(failureOf(on.query("SELECT ?, ?, ?, ?", 1, 2, 3, 4).list()))
                        .isInstanceOf(StatementException.class);
            }
            assertThat(failureOf(db.execute("CREATE TABLE wide(a, b, c, d, e, f, g, h, i, j, k)")))
                    .hasMessageContaining("too many");
        }
    }

    @Test
    void limitsOutOfTheirRangeAreRefused() {
        assertThatThrownBy(() -> options().limit(SqliteLimit.COLUMN, -1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limits COLUMN must be at least 0, was -1");
        assertRefused(options().limit(SqliteLimit.COLUMN, 1_000_000), "limit COLUMN should be 1000000 but stays");
    }
}
