package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Collections and arrays as the values of {@code IN (...)}. */
@Timeout(60)
class ListTests {

    private enum Color {
        RED,
        BLUE
    }

    private final AsyncSqlite db = AsyncSqlite.inMemory();

    @BeforeEach
    void fill() throws Exception {
        await(db.executeScript("""
                CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, price REAL);
                WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100)
                    INSERT INTO t SELECT i, 'name ' || i, i + 0.5 FROM n;
                INSERT INTO t VALUES (101, 'RED', NULL), (102, 'a "quoted" \\ name', 1e300);
                """));
    }

    @AfterEach
    void close() {
        db.close();
    }

    private List<Long> ids(String sql, Object... parameters) throws Exception {
        return await(db.query(sql, parameters).mapTo(Long.class).list());
    }

    @Test
    void listsAreNamedOrPositional() throws Exception {
        assertThat(ids("SELECT id FROM t WHERE id IN (?) AND id < ?", List.of(3, 1, 99), 50))
                .containsExactly(1L, 3L);
        assertThat(ids("SELECT id FROM t WHERE id IN (:ids) AND name <> :n", Map.of("ids", Set.of(4L), "n", "x")))
                .containsExactly(4L);
        assertThat(ids("SELECT id FROM t WHERE id IN ( ?2 ) OR id = ?1 OR id IN(?2)", 9, new int[] {7, 8}))
                .containsExactly(7L, 8L, 9L);
        assertThat(ids(
                        "SELECT id FROM t WHERE id NOT IN (:a) AND id IN (:b)",
                        Map.of("a", List.of(1), "b", List.of(1, 2))))
                .containsExactly(2L);
    }

    @Test
    void emptyAndLongListsAreLists() throws Exception {
        assertThat(ids("SELECT id FROM t WHERE id IN (?)", List.of())).isEmpty();
        assertThat(ids("SELECT id FROM t WHERE id NOT IN (?)", List.of())).hasSize(102);
        assertThat(ids(
                        "SELECT id FROM t WHERE id IN (?)",
                        LongStream.range(0, 100_000).toArray()))
                .hasSize(102);
    }

    @Test
    void elementsAreEncodedAsSingleValuesAre() throws Exception {
        assertThat(ids("SELECT id FROM t WHERE name IN (?)", Arrays.asList("name 5", null, "a \"quoted\" \\ name")))
                .containsExactly(5L, 102L);
        assertThat(ids("SELECT id FROM t WHERE name IN (?)", List.of(Color.RED, Color.BLUE)))
                .containsExactly(101L);
        assertThat(ids("SELECT id FROM t WHERE price IN (?)", List.of(1.5, 1e300)))
                .containsExactly(1L, 102L);
        assertThat(ids("SELECT id FROM t WHERE id IN (?)", List.of(true, Long.MAX_VALUE)))
                .containsExactly(1L);
    }

    @Test
    void realsAndTextsKeepEveryBit() throws Exception {
        Random random = new Random(42);
        List<Double> reals = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        while (reals.size() < 2_000) {
            double real = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(real)) {
                reals.add(real);
                texts.add(random.ints(5, 1, 0xd800)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
            }
        }
        await(db.execute("CREATE TABLE kept(r REAL, t TEXT)"));
        for (int i = 0; i < reals.size(); i++) {
            var unused = db.execute("INSERT INTO kept VALUES (?, ?)", reals.get(i), texts.get(i));
        }

        assertThat(ids("SELECT count(*) FROM kept WHERE t IN (?)", texts)).containsExactly(2_000L);
        assertThat(ids("SELECT count(*) FROM kept WHERE r IN (?)", reals)).containsExactly(2_000L);
    }

    @Test
    void indexIsUsed() throws Exception {
        List<String> plan = await(db.query("EXPLAIN QUERY PLAN SELECT * FROM t WHERE id IN (?)", List.of(1, 2))
                .map(row -> row.getString("detail"))
                .list());

        assertThat(plan).anyMatch(step -> step.startsWith("SEARCH t USING INTEGER PRIMARY KEY"));
    }

    @Test
    void writesAndBatchesTakeLists() throws Exception {
        assertThat(await(db.execute("DELETE FROM t WHERE id IN (?)", List.of(1, 2, 3)))
                        .rowsUpdated())
                .isEqualTo(3);
        assertThat(await(db.executeMany(
                        "UPDATE t SET name = :n WHERE id IN (:ids)",
                        List.of(Map.of("n", "x", "ids", List.of(4, 5)), Map.of("n", "y", "ids", List.of())))))
                .isEqualTo(2);
        assertThat(failureOf(db.executeMany(
                        "UPDATE t SET name = 'z' WHERE id IN (?)", List.of(List.of(List.of(6)), List.of(7)))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("At index 1 of the rows: ")
                .hasMessageContaining("lists for the same parameters");
        assertThat(ids("SELECT id FROM t WHERE name = 'z'")).isEmpty();
    }

    @Test
    void batchTakesSingleValues() throws Exception {
        await(db.execute("CREATE TABLE single(v)"));

        assertThat(await(db.executeMany("INSERT INTO single VALUES (?)", Arrays.asList("a", 2, null))))
                .isEqualTo(3);
        assertThat(ids("SELECT count(v) FROM single")).containsExactly(2L);
        assertThat(failureOf(db.executeMany("INSERT INTO single VALUES (?)", List.of(new Object()))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("or single value, was java.lang.Object");
        assertThat(failureOf(db.executeMany("INSERT INTO t VALUES (?, ?, ?)", List.of("a"))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Needs 3 values, has 1");
        assertThat(failureOf(db.executeMany("INSERT INTO t VALUES (?, 'x', 1)", List.of(1001, 1002, 1001))))
                .isInstanceOf(ConstraintException.class)
                .hasMessageContaining(", at index 2 of 3 rows: the operation was rolled back");
    }

    @Test
    void listElsewhereIsRefused() throws Exception {
        for (String sql : List.of(
                "SELECT ?",
                "SELECT id FROM t WHERE id = ?",
                "SELECT id FROM t WHERE id IN (1, ?)",
                "SELECT id FROM t WHERE id IN (?, 1)",
                "SELECT id FROM t WHERE id IN (?1) AND id = ?1")) {
            assertThat(failureOf(db.query(sql, List.of(1)).list()))
                    .as(sql)
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageContaining("stands alone in IN (...)");
        }
        assertThat(failureOf(db.query("SELECT id FROM t WHERE name IN (?)", List.of(new byte[1]))
                        .list()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Parameter 1: a list cannot hold BLOBs");
        assertThat(failureOf(db.query("SELECT id FROM t WHERE name IN (?)", List.of(new Object()))
                        .list()))
                .hasMessageContaining("no codec for java.lang.Object");
    }
}
