package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link WriteResult#lastInsertRowid()} on both engines. */
@Timeout(60)
class InsertedRowidTests {

    private static final String UPSERT =
            "INSERT INTO hits AS h (url) VALUES (?) ON CONFLICT (url) DO UPDATE SET n = n + 1";

    @TempDir
    private Path directory;

    private AsyncSqlite open(EngineChoice engine) throws Exception {
        AsyncSqlite db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("app.db"))
                .engine(engine)
                .synchronous(Synchronous.OFF)
                .build());
        await(db.executeScript("""
                CREATE TABLE parent(id INTEGER PRIMARY KEY, x);
                CREATE TABLE child(id INTEGER PRIMARY KEY, parent);
                CREATE TABLE "a ""table"(url TEXT PRIMARY KEY) WITHOUT ROWID;
                CREATE TABLE hits(id INTEGER PRIMARY KEY, url TEXT UNIQUE, n INTEGER NOT NULL DEFAULT 1);
                CREATE TABLE log(id INTEGER PRIMARY KEY, url TEXT);
                CREATE TRIGGER noted AFTER UPDATE ON hits BEGIN INSERT INTO log(url) VALUES (new.url); END;
                CREATE VIEW shown AS SELECT x FROM parent;
                CREATE TRIGGER show INSTEAD OF INSERT ON shown BEGIN INSERT INTO parent(x) VALUES (new.x); END;
                """));
        return db;
    }

    private static long rowid(AsyncOperations on, String sql, Object... values) throws Exception {
        return await(on.execute(sql, values)).lastInsertRowid();
    }

    @ParameterizedTest
    @EnumSource(
            value = EngineChoice.class,
            names = {"AUTO", "JNI"})
    void upsertThatUpdatesHasNone(EngineChoice engine) throws Exception {
        try (AsyncSqlite db = open(engine)) {
            assertThat(rowid(db, "INSERT INTO parent(id) VALUES (1)")).isEqualTo(1);
            assertThat(rowid(db, UPSERT, "/a")).as("the same rowid again").isEqualTo(1);
            assertThat(rowid(db, UPSERT, "/a")).isZero();
            assertThat(rowid(db, UPSERT, "/b")).isEqualTo(2);
            assertThat(rowid(db, UPSERT, "/a")).isZero();
            assertThat(rowid(db, "INSERT INTO hits(url) VALUES ('/b'), ('/c') ON CONFLICT DO UPDATE SET n = 0"))
                    .isEqualTo(3);
            assertThat(rowid(db, "INSERT INTO hits(url) VALUES ('/c') ON CONFLICT DO NOTHING"))
                    .isZero();
            assertThat(rowid(db, "INSERT OR IGNORE INTO hits(url) VALUES ('/c')"))
                    .isZero();
            assertThat(rowid(db, "REPLACE INTO hits(url) VALUES ('/c')")).isEqualTo(4);
            assertThat(rowid(db, "UPDATE hits SET n = 7")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = EngineChoice.class,
            names = {"AUTO", "JNI"})
    void tableWithoutRowidHasNone(EngineChoice engine) throws Exception {
        String insert = "WITH x(url) AS (VALUES (?)) INSERT INTO main.\"a \"\"table\" SELECT url FROM x";
        try (AsyncSqlite db = open(engine)) {
            assertThat(rowid(db, "INSERT INTO parent(id) VALUES (5)")).isEqualTo(5);
            assertThat(rowid(db, insert, "/a")).isZero();
            assertThat(rowid(db, insert, "/b")).isZero();
            assertThat(rowid(db, "INSERT INTO parent(x) VALUES (1)")).isEqualTo(6);
            await(db.executeMany("INSERT INTO parent(x) VALUES (?)", List.of(1, 2)));
            assertThat(rowid(db, insert, "/c")).as("after a batch").isZero();
            await(db.executeScript("INSERT INTO parent(x) VALUES (3); INSERT INTO parent(x) VALUES (4)"));
            assertThat(rowid(db, insert, "/d")).as("after a script").isZero();
            failureOf(db.execute("INSERT INTO parent(id) VALUES (20), (1), (5)"));
            assertThat(rowid(db, insert, "/e")).as("after a failure").isZero();
            assertThat(rowid(
                            db,
                            "INSERT INTO \"a \"\"table\" VALUES (:url) ON CONFLICT DO UPDATE SET url = url",
                            Map.of("url", "/f")))
                    .isZero();
            assertThat(rowid(db, "INSERT INTO shown(x) VALUES (1)"))
                    .as("a view")
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = EngineChoice.class,
            names = {"AUTO", "JNI"})
    void equalRowidsOfTwoTablesAreTold(EngineChoice engine) throws Exception {
        try (AsyncSqlite db = open(engine)) {
            for (int i = 1; i <= 3; i++) {
                assertThat(rowid(db, "INSERT INTO parent(x) VALUES (?)", i)).isEqualTo(i);
                assertThat(rowid(db, "INSERT INTO child(parent) VALUES (last_insert_rowid())"))
                        .isEqualTo(i);
            }
            assertThat(await(db.query("SELECT group_concat(parent) FROM child")
                            .mapTo(String.class)
                            .one()))
                    .isEqualTo("1,2,3");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = EngineChoice.class,
            names = {"AUTO", "JNI"})
    void tableThatIsMadeAnewIsLookedAtAgain(EngineChoice engine) throws Exception {
        try (AsyncSqlite db = open(engine);
                AsyncConnection other = await(db.connect())) {
            String insert = "INSERT INTO child(id) VALUES (9)";
            rowid(db, "INSERT INTO parent(id) VALUES (9)");
            assertThat(rowid(db, insert)).isEqualTo(9);

            await(other.execute("DROP TABLE child"));
            await(other.execute("CREATE TABLE child(id INTEGER PRIMARY KEY) WITHOUT ROWID"));

            assertThat(rowid(db, insert)).isZero();
            await(other.execute("CREATE TEMP TABLE child(id INTEGER PRIMARY KEY)"));
            rowid(other, "INSERT INTO parent(id) VALUES (12)");
            assertThat(rowid(other, "INSERT INTO child VALUES (12)")).isEqualTo(12);
            await(other.execute("DROP TABLE temp.child"));
            assertThat(rowid(other, "INSERT INTO child VALUES (12)")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = EngineChoice.class,
            names = {"AUTO", "JNI"})
    void everyWayTellsTheSame(EngineChoice engine) throws Exception {
        try (AsyncSqlite db = open(engine)) {
            assertThat(db.blocking().execute(UPSERT, "/a").lastInsertRowid()).isEqualTo(1);
            assertThat(db.blocking().execute(UPSERT, "/a").lastInsertRowid()).isZero();
            assertThat(await(db.write(connection -> connection.execute(UPSERT, "/a")))
                            .lastInsertRowid())
                    .isZero();
            assertThat(await(db.inTransaction(tx -> tx.execute(UPSERT, "/a"))).lastInsertRowid())
                    .isZero();
            assertThat(await(db.query(UPSERT + " RETURNING n", "/a").result())
                            .written()
                            .lastInsertRowid())
                    .isZero();
            assertThat(await(db.withConnection(connection -> connection.execute(UPSERT, "/a")))
                            .lastInsertRowid())
                    .isZero();
            assertThat(await(db.query("SELECT n FROM hits").mapTo(Long.class).one()))
                    .isEqualTo(6);
        }
    }
}
