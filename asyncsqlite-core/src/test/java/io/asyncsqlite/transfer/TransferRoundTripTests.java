package io.asyncsqlite.transfer;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What is exported and imported again is equal, and no text of any kind makes an import hang or lose a good line. */
class TransferRoundTripTests {

    private static final String TABLE = "(i INTEGER, r REAL, t TEXT, b BLOB)";

    private static AsyncSqlite db;

    @BeforeContainer
    static void open() {
        db = AsyncSqlite.open(SqliteOptions.memory().build());
        db.executeScript("CREATE TABLE a" + TABLE + "; CREATE TABLE b" + TABLE).join();
    }

    @AfterContainer
    static void close() {
        db.close();
    }

    @Provide
    Arbitrary<List<List<Object>>> rows() {
        Arbitrary<Object> integers = Arbitraries.longs().asGeneric();
        Arbitrary<Object> reals = Arbitraries.doubles()
                .filter(real -> Double.doubleToRawLongBits(real) != Long.MIN_VALUE)
                .edgeCases(edges -> edges.add(Double.POSITIVE_INFINITY, Double.MIN_VALUE, 1e22, 0.1, -1e-7))
                .asGeneric();
        Arbitrary<Object> texts = Arbitraries.strings()
                .withChars("ab,;\"'\r\n\t {}[]\\\u00e9\u20ac0.")
                .ofMaxLength(8)
                .asGeneric();
        Arbitrary<Object> bytes =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(5).asGeneric();
        return Combinators.combine(
                        integers.injectNull(0.1), reals.injectNull(0.1), texts.injectNull(0.1), bytes.injectNull(0.1))
                .as((i, r, t, b) -> Arrays.asList(i, r, t, b))
                .list()
                .ofMaxSize(8);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void csvGivesTheSameRows(@ForAll("rows") List<List<Object>> rows) throws Exception {
        fill(rows);
        ByteArrayOutputStream text = new ByteArrayOutputStream();

        await(Csv.from(db.query("SELECT * FROM a ORDER BY rowid")).to(text));
        ImportResult result = await(Csv.into(db, "b").from(new ByteArrayInputStream(text.toByteArray())));

        assertThat(result.rows()).isEqualTo(rows.size());
        assertSame(text);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void ndJsonGivesTheSameRows(@ForAll("rows") List<List<Object>> rows) throws Exception {
        fill(rows);
        ByteArrayOutputStream text = new ByteArrayOutputStream();

        await(NdJson.from(db.query("SELECT * FROM a ORDER BY rowid")).to(text));
        ImportResult result = await(NdJson.into(db, "b").from(new ByteArrayInputStream(text.toByteArray())));

        assertThat(result.rows()).isEqualTo(rows.size());
        assertSame(text);
    }

    private static void fill(List<List<Object>> rows) throws Exception {
        await(db.executeScript("DELETE FROM a; DELETE FROM b"));
        await(db.executeMany("INSERT INTO a VALUES (?, ?, ?, ?)", rows));
    }

    private static void assertSame(ByteArrayOutputStream text) throws Exception {
        assertThat(await(db.query("SELECT i, r, t, b, typeof(i), typeof(r) FROM b ORDER BY rowid")
                        .list()))
                .as(text.toString(StandardCharsets.UTF_8))
                .isEqualTo(await(db.query("SELECT i, r, t, b, typeof(i), typeof(r) FROM a ORDER BY rowid")
                        .list()));
    }

    /** Good lines stand between pieces of text that are no CSV. Of the good lines that no open quote swallowed, each is stored once. */
    @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
    void malformedTextHarmsNoLineAfterIt(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("i,t\n");
        for (int line = 0; line < 30; line++) {
            text.append(random.nextInt(3) == 0 ? noise(random) : "1,good").append(random.nextBoolean() ? "\n" : "\r\n");
        }
        text.append("2,last");
        List<BadLine> bad = Collections.synchronizedList(new ArrayList<>());
        await(db.execute("DELETE FROM b"));

        ImportResult result = await(Csv.into(db, "b")
                .withBadLines(bad::add)
                .from(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8))));

        assertThat(bad).hasSize((int) result.badLines());
        assertThat(bad).allSatisfy(line -> {
            assertThat(line.number()).isBetween(2L, 100L);
            assertThat(line.text()).isNotEmpty();
        });
        assertThat(bad.stream().map(BadLine::number)).doesNotHaveDuplicates();
        assertThat(await(db.query("SELECT count(*) FROM b").mapTo(Long.class).one()))
                .isEqualTo(result.rows());
        assertThat(await(db.query("SELECT count(*) FROM b WHERE t LIKE '%last%'")
                        .mapTo(Long.class)
                        .one()))
                .as(text.toString())
                .isEqualTo(1);
    }

    private static String noise(Random random) {
        String letters = "\"\"\",,a1\r ";
        StringBuilder noise = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            noise.append(letters.charAt(random.nextInt(letters.length())));
        }
        return noise.toString();
    }
}
