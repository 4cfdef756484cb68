package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.testing.Collector;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QueryTests {

    private record Note(long id, String body, Instant createdAt) {}

    private record Draft(String body, Instant at, String unused) {}

    private record Picky(long id) {
        Picky {
            if (id > 1) {
                throw new IllegalArgumentException("too large");
            }
        }
    }

    @TempDir
    Path directory;

    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(directory.resolve("query.db"));
        await(db.execute("CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL, created_at TEXT)"));
        await(db.executeMany(
                "INSERT INTO note(body, created_at) VALUES (?, ?)",
                List.of(
                        List.of("one", Instant.EPOCH),
                        new Object[] {"two", Instant.EPOCH},
                        List.of("three", Instant.EPOCH))));
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void listGivesRowsInOrder() throws Exception {
        List<Row> rows = await(db.query("SELECT id, body FROM note ORDER BY id").list());

        assertThat(rows).extracting(row -> row.getLong("id")).containsExactly(1L, 2L, 3L);
        assertThat(rows.get(0).columnNames()).containsExactly("id", "body");
        assertThatThrownBy(() -> rows.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void firstGivesTheFirstRowOrNone() throws Exception {
        assertThat(await(db.query("SELECT body FROM note ORDER BY id")
                        .mapTo(String.class)
                        .first()))
                .contains("one");
        assertThat(await(db.query("SELECT body FROM note WHERE id > 9").first()))
                .isEqualTo(Optional.empty());
    }

    @Test
    void oneRefusesNoRowAndMoreRows() throws Exception {
        assertThat(await(db.query("SELECT count(*) FROM note").mapTo(int.class).one()))
                .isEqualTo(3);
        assertThat(failureOf(db.query("SELECT 1 FROM note WHERE id > 9").one()))
                .isInstanceOf(InvalidResultException.class)
                .hasMessageContaining("exactly one row, has none");
        assertThat(failureOf(db.query("SELECT 1 FROM note").one())).hasMessageContaining("exactly one row, has more");
    }

    @Test
    void aQueryRunsAnewEachTime() throws Exception {
        Query<Long> count = db.query("SELECT count(*) FROM note").mapTo(Long.class);
        assertThat(await(count.one())).isEqualTo(3);

        await(db.execute("DELETE FROM note WHERE id = 1"));

        assertThat(await(count.one())).isEqualTo(2);
    }

    @Test
    void mapsRowsAndElements() throws Exception {
        assertThat(await(db.query("SELECT body FROM note ORDER BY id")
                        .map(row -> row.getString(0))
                        .map(String::length)
                        .list()))
                .containsExactly(3, 3, 5);
        assertThat(failureOf(
                        db.query("SELECT NULL").map(row -> row.getString(0)).list()))
                .isInstanceOf(NullPointerException.class);
        assertThat(failureOf(db.query("SELECT 1")
                        .map(row -> Integer.parseInt("no number"))
                        .list()))
                .isInstanceOf(NumberFormatException.class);
    }

    @Test
    void makesRecordsByComponentName() throws Exception {
        assertThat(await(db.query("SELECT created_at, id, body, 'extra' FROM note WHERE id = ?", 2)
                        .mapTo(Note.class)
                        .one()))
                .isEqualTo(new Note(2, "two", Instant.EPOCH));
    }

    @Test
    void failureNamesTheReasonAgainstARecord() throws Exception {
        assertThat(failureOf(db.query("SELECT id FROM note").mapTo(Note.class).list()))
                .isInstanceOf(InvalidResultException.class)
                .hasMessageContaining("Component 'body'")
                .hasMessageContaining("needs one column, has 0 among [id]");
        assertThat(failureOf(db.query("SELECT NULL AS id").mapTo(Picky.class).list()))
                .hasMessageContaining("Column 'id' is NULL");
        assertThat(failureOf(db.query("SELECT id FROM note").mapTo(Picky.class).list()))
                .hasMessageContaining("refused the row")
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(failureOf(db.query("SELECT 1").mapTo(Thread.class).list()))
                .hasMessageContaining(
                        "java.lang.Thread has no codec, and is neither a record nor a class with one constructor");
    }

    private record Maybe(
            Optional<String> body, Optional<Instant> at, OptionalInt i, OptionalLong l, OptionalDouble d) {}

    private record Untyped(Optional<?> body) {}

    @Test
    void optionalComponentsAreEmptyForNull() throws Exception {
        String columns = "SELECT ? AS body, ? AS at, ? AS i, ? AS l, ? AS d";

        for (Maybe maybe : List.of(
                new Maybe(
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        OptionalDouble.empty()),
                new Maybe(
                        Optional.of("x"),
                        Optional.of(Instant.EPOCH),
                        OptionalInt.of(1),
                        OptionalLong.of(2),
                        OptionalDouble.of(3.5)))) {
            assertThat(await(db.query(columns, maybe.body, maybe.at, maybe.i, maybe.l, maybe.d)
                            .mapTo(Maybe.class)
                            .one()))
                    .isEqualTo(maybe);
        }
        assertThat(failureOf(db.query("SELECT 'x' AS body").mapTo(Untyped.class).list()))
                .isInstanceOf(InvalidResultException.class)
                .hasMessageContaining("Component 'body'")
                .hasMessageContaining("must be an Optional of a class");
    }

    @Test
    void theOnlyValueIsEmptyForNullAndNeededOtherwise() throws Exception {
        Query<Long> max =
                db.query("SELECT max(id) AS top FROM note WHERE id < 0").mapTo(Long.class);

        assertThat(await(max.first())).isEmpty();
        assertThat(await(max.map(id -> id + 1).first())).isEmpty();
        assertThat(await(db.query("SELECT id FROM note WHERE id < 0")
                        .mapTo(Long.class)
                        .first()))
                .isEmpty();
        assertThat(await(db.query("SELECT max(id) FROM note").mapTo(Long.class).first()))
                .contains(3L);
        for (Future<?> failing : List.of(max.one(), max.list(), max.result(), Collector.collect(max.stream()))) {
            assertThat(failureOf(failing))
                    .isInstanceOf(InvalidResultException.class)
                    .hasMessageContaining("Column 'top' is NULL")
                    .hasMessageContaining("first()")
                    .hasMessageContaining("coalesce");
        }
        assertThat(failureOf(max.map(id -> id + 1).one())).isInstanceOf(InvalidResultException.class);
        assertThat(failureOf(
                        db.query("SELECT 1").mapTo(Long.class).map(id -> null).first()))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void bindsNamedParametersFromMapsAndRecords() throws Exception {
        String insert = "INSERT INTO note(body, created_at) VALUES (:body, @at)";
        await(db.execute(insert, Map.of("body", "map", "at", Instant.EPOCH)));
        await(db.execute(insert, new Draft("record", Instant.EPOCH, "ignored")));
        await(db.executeMany(
                insert, List.of(new Draft("batch", Instant.EPOCH, ""), Map.of("body", "mixed", "at", Instant.EPOCH))));

        assertThat(await(db.query("SELECT body FROM note WHERE id > 3 ORDER BY id")
                        .mapTo(String.class)
                        .list()))
                .containsExactly("map", "record", "batch", "mixed");
    }

    @Test
    void bindsNumberedParametersByTheirNumber() throws Exception {
        assertThat(await(db.query("SELECT $2 || $1 || $2", "a", "b")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo("bab");
        assertThat(await(db.query("SELECT ?2 || ?1", "a", "b")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo("ba");
    }

    @Test
    void returningRowsAreThoseOfTheCommittedStatement() throws Exception {
        assertThat(await(db.query("INSERT INTO note(body) VALUES ('x'), ('y') RETURNING id")
                        .mapTo(Long.class)
                        .list()))
                .containsExactly(4L, 5L);
        // first() reads one row, yet the statement runs to its end.
        assertThat(await(db.query("UPDATE note SET body = 'z' RETURNING id")
                        .mapTo(Long.class)
                        .first()))
                .contains(1L);
        assertThat(await(db.query("SELECT count(*) FROM note WHERE body = 'z'")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(5);
    }

    @Test
    void executeIgnoresRows() throws Exception {
        assertThat(await(db.execute("SELECT * FROM note"))).isEqualTo(new WriteResult(0, 0));
        assertThat(await(db.execute("UPDATE note SET body = 'z' RETURNING id")).rowsUpdated())
                .isEqualTo(3);
    }

    /** SQLite's count would be that of the UPDATE, an earlier statement. */
    @Test
    void statementWithoutChangesHasNoStaleCount() throws Exception {
        for (String sql : List.of(
                "CREATE TABLE other(x)",
                "CREATE TABLE copy AS SELECT * FROM note",
                "ALTER TABLE other ADD COLUMN y",
                "CREATE INDEX i ON note(body)",
                "REINDEX",
                "ANALYZE",
                "DROP TABLE other",
                "PRAGMA user_version = 7",
                "VACUUM")) {
            assertThat(await(db.execute("UPDATE note SET body = 'z'")).rowsUpdated())
                    .isEqualTo(3);
            assertThat(await(db.execute(sql))).as(sql).isEqualTo(new WriteResult(0, 0));
        }
        assertThat(await(db.execute("UPDATE note SET body = 'z'")).rowsUpdated())
                .isEqualTo(3);
        assertThat(await(db.executeMany("CREATE TABLE IF NOT EXISTS note(x)", List.of(List.of(), List.of()))))
                .isZero();
        assertThat(await(db.execute("WITH n(i) AS (VALUES (1), (2)) UPDATE note SET body = i FROM n WHERE id = i")))
                .isEqualTo(new WriteResult(2, 0));
    }

    @Test
    void anInsertWithoutARowHasNoRowid() throws Exception {
        assertThat(await(db.execute("INSERT OR IGNORE INTO note(id, body) VALUES (1, 'again')")))
                .isEqualTo(new WriteResult(0, 0));
        assertThat(await(db.execute("REPLACE INTO note(id, body) VALUES (77, 'new')")))
                .isEqualTo(new WriteResult(1, 77));
    }

    @Test
    void rowsKnowDeclaredTypesIfTheQueryAskedForThem() throws Exception {
        String sql = "SELECT id, body AS text, upper(body) FROM note ORDER BY id";

        assertThat(await(db.query(sql).withDeclaredTypes().first())
                        .orElseThrow()
                        .columns())
                .containsExactly(
                        new Column("id", "INTEGER"), new Column("text", "TEXT"), new Column("upper(body)", null));
        assertThatThrownBy(() -> await(db.query(sql).first()).orElseThrow().columns())
                .isInstanceOf(InvalidResultException.class)
                .hasMessageContaining("RowQuery.withDeclaredTypes");
        assertThat(await(Collector.collect(db
                        .query(sql)
                        .withDeclaredTypes()
                        .map(row -> String.valueOf(row.columns().get(0).declaredType()))
                        .stream())))
                .containsExactly("INTEGER", "INTEGER", "INTEGER");
        assertThat(failureOf(db.query("SELECT ?").withDeclaredTypes().list()))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void declaredTypesFollowASchemaChange() throws Exception {
        RowQuery query = db.query("SELECT body FROM note").withDeclaredTypes();
        assertThat(await(query.first()).orElseThrow().columns()).containsExactly(new Column("body", "TEXT"));

        await(db.executeScript("DROP TABLE note; CREATE TABLE note(body CLOB); INSERT INTO note VALUES ('x')"));

        assertThat(await(query.first()).orElseThrow().columns()).containsExactly(new Column("body", "CLOB"));
    }

    @Test
    void columnNamesFollowASchemaChange() throws Exception {
        Query<Row> query = db.query("SELECT * FROM note LIMIT 1");
        assertThat(await(query.one()).columnNames()).containsExactly("id", "body", "created_at");

        await(db.execute("ALTER TABLE note RENAME COLUMN body TO text"));
        assertThat(await(query.one()).columnNames()).containsExactly("id", "text", "created_at");
        await(db.execute("ALTER TABLE note ADD COLUMN extra INTEGER DEFAULT 7"));

        assertThat(await(query.one()).getLong("extra")).isEqualTo(7);
    }

    @Test
    void aScriptRunsAllOrNothing() throws Exception {
        await(db.executeScript(
                "CREATE TABLE a(x); CREATE TRIGGER tr AFTER INSERT ON a BEGIN DELETE FROM note; END; PRAGMA"
                        + " user_version = 5;"));
        assertThat(await(db.query("PRAGMA user_version").mapTo(Long.class).one()))
                .isEqualTo(5);

        assertThat(failureOf(db.executeScript("INSERT INTO a VALUES (1); INSERT INTO nowhere VALUES (1);")))
                .isInstanceOf(StatementException.class);

        assertThat(await(db.query("SELECT count(*) FROM note").mapTo(Long.class).one()))
                .isEqualTo(3);
        assertThat(await(db.query("SELECT count(*) FROM a").mapTo(Long.class).one()))
                .isZero();
    }

    @Test
    void pragmasAndVacuumRunOutsideOfTransactions() throws Exception {
        await(db.execute("PRAGMA user_version = 9"));
        await(db.execute("VACUUM"));

        assertThat(await(db.query("PRAGMA user_version").mapTo(Long.class).one()))
                .isEqualTo(9);
        assertThat(await(db.query("PRAGMA table_info(note)").list())).hasSize(3);
    }
}
