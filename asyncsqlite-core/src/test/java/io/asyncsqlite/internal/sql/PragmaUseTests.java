package io.asyncsqlite.internal.sql;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.InvalidStatementException;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The places where PRAGMAs may be used, and their effects on other connections. */
@Timeout(60)
class PragmaUseTests {

    private static final String LIKE = "SELECT 'a' LIKE 'A'";

    @TempDir
    Path directory;

    private AsyncSqlite open(String... pragmas) {
        SqliteOptions.Builder options =
                SqliteOptions.file(directory.resolve("pragma.db")).readers(4);
        for (int i = 0; i < pragmas.length; i += 2) {
            options.pragma(pragmas[i], pragmas[i + 1]);
        }
        return AsyncSqlite.open(options.build());
    }

    private static long number(AsyncOperations where, String sql) throws Exception {
        return await(where.query(sql).mapTo(Long.class).one());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRAGMA cache_size=9", "PRAGMA [case_sensitive_like](1)", "PRAGMA main.foreign_keys=OFF"})
    void connectionSettingsAreRefusedOnSharedConnections(String sql) throws Exception {
        try (AsyncSqlite db = open()) {
            List<CompletableFuture<?>> refused = List.of(
                    db.execute(sql),
                    db.query(sql).list(),
                    db.executeScript("SELECT 1; " + sql),
                    db.read(connection -> connection.query(sql).list()),
                    db.write(connection -> connection.execute(sql)),
                    db.inTransaction(transaction -> transaction.execute(sql)));
            for (CompletableFuture<?> future : refused) {
                assertThat(failureOf(future))
                        .isInstanceOfSatisfying(
                                InvalidStatementException.class,
                                failure -> assertThat(failure.outcome()).isEqualTo(Outcome.NOT_EXECUTED));
            }
            assertThat(failureOf(refused.get(0))).hasMessageContaining("SqliteOptions");
            assertThat(number(db, LIKE)).isEqualTo(1);
            assertThat(number(db, "PRAGMA foreign_keys")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRAGMA \"journal_mode\"=OFF", "PRAGMA main.synchronous=OFF", "PRAGMA nothing=1"})
    void fixedPragmaIsRefusedOnConnectionsToo(String sql) throws Exception {
        try (AsyncSqlite db = open();
                AsyncConnection connection = await(db.connect())) {
            assertThat(failureOf(connection.execute(sql))).isInstanceOf(InvalidStatementException.class);
            assertThat(failureOf(connection.cursor(sql)))
                    .isInstanceOfSatisfying(
                            InvalidStatementException.class,
                            failure -> assertThat(failure.sql()).isEqualTo(sql));
        }
    }

    @Test
    void anOptionReachesEveryConnection() throws Exception {
        try (AsyncSqlite db = open("case_sensitive_like", "ON", "wal_autocheckpoint", "77");
                AsyncConnection connection = await(db.connect())) {
            List<CompletableFuture<Long>> reads = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                reads.add(db.read(reader -> reader.query(LIKE).list().get(0).getLong(0)));
            }
            for (CompletableFuture<Long> read : reads) {
                assertThat(await(read)).isZero();
            }
            assertThat(await(db.<Long>write(
                            writer -> writer.query(LIKE).list().get(0).getLong(0))))
                    .isZero();
            assertThat(number(connection, LIKE)).isZero();
            assertThat(number(connection, "PRAGMA wal_autocheckpoint")).isEqualTo(77);
            assertThat(number(db, "PRAGMA wal_autocheckpoint")).isEqualTo(77);
        }
        try (AsyncSqlite memory = AsyncSqlite.open(
                SqliteOptions.memory().pragma("recursive_triggers", "1").build())) {
            assertThat(number(memory, "PRAGMA recursive_triggers")).isEqualTo(1);
        }
    }

    @Test
    void propertiesOfAFileAreSetWhenItIsMadeAndCheckedLater() throws Exception {
        try (AsyncSqlite db = open("auto_vacuum", "INCREMENTAL", "page_size", "8192")) {
            await(db.execute("CREATE TABLE t(k)"));
            assertThat(number(db, "PRAGMA auto_vacuum")).isEqualTo(2);
            assertThat(number(db, "PRAGMA page_size")).isEqualTo(8192);
        }
        open("page_size", "8192", "auto_vacuum", "2").close();
        assertThatThrownBy(() -> open("page_size", "1024"))
                .isInstanceOfSatisfying(
                        DatabaseOpenException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(DatabaseOpenException.Reason.SETTING_REFUSED))
                .hasMessageContaining("pragma page_size should be 1024 but stays 8192");
        open().close();
    }

    @Test
    void optionsKeepTheirOrderAndRefuseWhatIsNoneOfThem() {
        SqliteOptions options = SqliteOptions.memory()
                .pragma("Cache_Size", "-100")
                .pragma("threads", "2")
                .pragma("cache_size", "-200")
                .build();

        assertThat(options.pragmas()).containsExactly(Map.entry("cache_size", "-200"), Map.entry("threads", "2"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqliteOptions.memory().pragma("journal_mode", "OFF"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqliteOptions.memory().pragma("cache_size", "1; DROP TABLE t"));
    }

    @Test
    void settingsOfAConnectionDieWithIt() throws Exception {
        try (AsyncSqlite db = open()) {
            try (AsyncConnection connection = await(db.connect())) {
                await(connection.execute("PRAGMA case_sensitive_like=ON"));
                await(connection.execute("PRAGMA foreign_keys=OFF"));
                assertThat(number(connection, LIKE)).isZero();
            }
            try (AsyncConnection connection = await(db.connect())) {
                assertThat(number(connection, LIKE)).isEqualTo(1);
                assertThat(number(connection, "PRAGMA foreign_keys")).isEqualTo(1);
            }
            assertThat(number(db, LIKE)).isEqualTo(1);
        }
    }

    @Test
    void connectionInMemoryRefusesLastingSettings() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.inMemory()) {
            try (AsyncConnection connection = await(db.connect())) {
                for (String sql :
                        List.of("PRAGMA case_sensitive_like=ON", "PRAGMA foreign_keys=OFF", "PRAGMA page_size=512")) {
                    assertThat(failureOf(connection.execute(sql))).isInstanceOf(InvalidStatementException.class);
                }
                await(connection.execute("PRAGMA user_version=5"));
                assertThat(number(connection, "PRAGMA foreign_keys")).isEqualTo(1);
            }
            assertThat(number(db, LIKE)).isEqualTo(1);
            assertThat(number(db, "PRAGMA user_version")).isEqualTo(5);
        }
    }

    /** SQLite sets some when it compiles them, and compiles the answer in; it compiles them again for each run. */
    @Test
    void aPragmaThatRunsAgainTakesEffectAgain() throws Exception {
        try (AsyncSqlite db = open();
                AsyncConnection connection = await(db.connect())) {
            for (int size : new int[] {11, 22, 11, 22}) {
                await(connection.execute("PRAGMA cache_size=" + size));
                assertThat(number(connection, "PRAGMA cache_size")).isEqualTo(size);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IMMEDIATE", "READ_ONLY"})
    void pragmaCanBeQueriedInATransaction(TransactionMode mode) throws Exception {
        try (AsyncSqlite db = open()) {
            assertThat(await(db.<Long>inTransaction(
                            mode,
                            transaction -> transaction
                                    .query("PRAGMA user_version")
                                    .mapTo(Long.class)
                                    .one())))
                    .isZero();
            assertThat(await(db.<Long>read(reader ->
                            reader.query("PRAGMA user_version").list().get(0).getLong(0))))
                    .isZero();
            assertThat(failureOf(db.read(reader -> reader.execute("PRAGMA user_version=1"))))
                    .isInstanceOf(InvalidStatementException.class)
                    .hasMessageContaining("work that reads must not");
            assertThat(failureOf(db.inTransaction(mode, transaction -> transaction.execute("PRAGMA wal_checkpoint"))))
                    .isInstanceOf(InvalidStatementException.class);
        }
    }

    private static void makeParentsAndChildren(AsyncSqlite db) throws Exception {
        await(db.executeScript(
                "CREATE TABLE parent(id INTEGER PRIMARY KEY); CREATE TABLE child(p INTEGER REFERENCES parent)"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void scriptDefersForeignKeysForItselfOnly(boolean first) throws Exception {
        try (AsyncSqlite db = open()) {
            makeParentsAndChildren(db);
            List<CompletableFuture<?>> group = WriterGate.whileHeld(db, () -> {
                List<CompletableFuture<?>> submitted = new ArrayList<>();
                CompletableFuture<?> before = first ? db.execute("INSERT INTO parent VALUES (9)") : null;
                submitted.add(db.executeScript(
                        "PRAGMA \"defer_foreign_keys\"=ON; INSERT INTO child VALUES (1); INSERT INTO parent"
                                + " VALUES (1)"));
                submitted.add(db.execute("INSERT INTO child VALUES (2)"));
                submitted.add(db.execute("INSERT INTO parent VALUES (2)"));
                return submitted;
            });

            await(group.get(0));
            assertThat(failureOf(group.get(1))).isInstanceOf(ConstraintException.class);
            await(group.get(2));
            assertThat(number(db, "SELECT group_concat(p) = '1' FROM child")).isEqualTo(1);
        }
    }

    @Test
    void foreignKeysAreDeferredOnlyInsideATransaction() throws Exception {
        try (AsyncSqlite db = open();
                AsyncConnection connection = await(db.connect())) {
            makeParentsAndChildren(db);
            String defer = "PRAGMA defer_foreign_keys=ON";
            for (AsyncOperations where : List.of(db, connection)) {
                assertThat(failureOf(where.execute(defer)))
                        .isInstanceOf(InvalidStatementException.class)
                        .hasMessageContaining("only inside a transaction");
            }
            await(connection.begin());
            await(connection.execute(defer));
            await(connection.execute("INSERT INTO child VALUES (1)"));
            await(connection.execute("INSERT INTO parent VALUES (1)"));
            await(connection.commit());
            await(db.inTransaction(transaction -> transaction
                    .execute(defer)
                    .thenCompose(done -> transaction.execute("INSERT INTO child VALUES (2)"))
                    .thenCompose(done -> transaction.execute("INSERT INTO parent VALUES (2)"))));
            assertThat(failureOf(db.execute("INSERT INTO child VALUES (3)"))).isInstanceOf(ConstraintException.class);
        }
    }

    @Test
    void aScriptThatFailsLeavesItsNeighboursNoTemporaryTable() throws Exception {
        try (AsyncSqlite db = open()) {
            await(db.execute("CREATE TABLE t(k)"));
            List<CompletableFuture<?>> group = WriterGate.whileHeld(
                    db,
                    () -> List.of(
                            db.execute("INSERT INTO t VALUES (1)"),
                            db.executeScript(
                                    "CREATE TEMP TABLE t(shadow); INSERT INTO t VALUES (2); SELECT 1 FROM nowhere"),
                            db.execute("INSERT INTO t(k) VALUES (3)")));

            await(group.get(0));
            assertThat(failureOf(group.get(1))).isInstanceOf(StatementException.class);
            await(group.get(2));
            assertThat(number(db, "SELECT sum(k) FROM t")).isEqualTo(4);
        }
    }

    @Test
    void countsAndRowidsOfAMemberAreItsOwn() throws Exception {
        try (AsyncSqlite db = open()) {
            await(db.execute("CREATE TABLE t(k INTEGER PRIMARY KEY, v)"));
            List<CompletableFuture<WriteResult>> group = WriterGate.whileHeld(db, () -> {
                CompletableFuture<Void> script = db.executeScript("INSERT INTO t VALUES (10, 1), (11, 1), (12, 1)");
                return List.of(
                        script.thenCompose(done -> db.execute("INSERT INTO t VALUES (20, 1)")),
                        db.execute("UPDATE t SET v = 2 WHERE k = 11"),
                        db.execute("CREATE TABLE u(k)"),
                        db.execute("INSERT OR IGNORE INTO t VALUES (10, 3)"));
            });

            assertThat(await(group.get(0))).isEqualTo(new WriteResult(1, 20));
            assertThat(await(group.get(1))).isEqualTo(new WriteResult(1, 0));
            assertThat(await(group.get(2))).isEqualTo(new WriteResult(0, 0));
            assertThat(await(group.get(3))).isEqualTo(new WriteResult(0, 0));
        }
    }
}
