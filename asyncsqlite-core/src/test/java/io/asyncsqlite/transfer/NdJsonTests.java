package io.asyncsqlite.transfer;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static io.asyncsqlite.transfer.CsvImportTests.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.TransferException;
import io.asyncsqlite.testing.AppDatabase;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lines of JSON that become rows, and rows that become lines. */
@Timeout(60)
class NdJsonTests extends AppDatabase {

    private final List<BadLine> bad = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void create() throws Exception {
        await(db.execute("CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT DEFAULT 'nobody', born, photo BLOB)"));
    }

    private NdJsonImport people() {
        return NdJson.into(db, "person");
    }

    private List<String> rows(String sql) throws Exception {
        return await(db.query(sql).map(Object::toString).list());
    }

    @Test
    void membersBecomeColumns() throws Exception {
        ImportResult result = await(
                people().from(text("{\"name\":\"Ada \\u00e9 \\\"A\\\"\",\"id\":1}\r\n\n{\"id\":2,\"born\":[1815,12],"
                        + "\"photo\":\"C0FFEE\"}\n{\"id\":3,\"name\":null,\"born\":true}")));

        assertThat(result.rows()).isEqualTo(3);
        assertThat(rows("SELECT id, name, born, hex(photo) AS photo FROM person"))
                .containsExactly(
                        "{id=1, name='Ada \u00e9 \"A\"', born=null, photo=''}",
                        "{id=2, name='nobody', born='[1815,12]', photo='C0FFEE'}",
                        "{id=3, name=null, born=1, photo=''}");
    }

    @Test
    void firstOfSeveralMembersOfOneNameCounts() throws Exception {
        await(people().from(text("{\"id\":1,\"id\":2}")));

        assertThat(rows("SELECT id FROM person")).containsExactly("{id=1}");
    }

    @Test
    void largestIntegersStayAndLargerOnesBecomeReal() throws Exception {
        await(people().from(text("{\"born\":9223372036854775807}\n{\"born\":9223372036854775808}\n")));

        assertThat(rows("SELECT born FROM person"))
                .containsExactly("{born=9223372036854775807}", "{born=9.223372036854776E18}");
    }

    @Test
    void badLinesAreReportedAndTheRestStays() throws Exception {
        String json = "{\"id\":1}\n{\"id\":2,}\n[3]\n4\n{\"id\":\"five\"}\n{\"id\":1}\n{\"id\":7,\"photo\":\"xyz\"}\n"
                + "{\"id\":8}\n{\"id\":9";

        ImportResult result = await(people().withBadLines(bad::add).from(text(json)));

        assertThat(result)
                .extracting(ImportResult::rows, ImportResult::badLines)
                .containsExactly(2L, 7L);
        assertThat(bad.stream().map(BadLine::number)).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 9L);
        assertThat(bad.get(0).text()).isEqualTo("{\"id\":2,}");
        assertThat(bad.get(0).reason()).contains("malformed JSON");
        assertThat(bad.get(4).reason()).contains("UNIQUE");
        assertThat(rows("SELECT id FROM person")).containsExactly("{id=1}", "{id=8}");
    }

    @Test
    void firstBadLineEndsTheImport() throws Exception {
        assertThat(failureOf(people().from(text("{\"id\":1}\nnonsense\n"))))
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("malformed JSON")
                .hasMessageContaining("index 1");
        assertThat(failureOf(people().allOrNone().from(text("{\"id\":1}\n{\"id\":1}\n"))))
                .isInstanceOf(ConstraintException.class);
        assertThat(rows("SELECT id FROM person")).isEmpty();
    }

    @Test
    void nameWithoutAColumnIsRefused() throws Exception {
        assertThat(failureOf(people().from(text("{\"id\":1}\n{\"age\":1}\n"))))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("no column \"age\"");
        assertThat(rows("SELECT id FROM person")).isEmpty();
    }

    @Test
    void nameThatNoPathHasIsRefused() throws Exception {
        await(db.execute("CREATE TABLE odd(\"a\"\"b\")"));

        assertThat(failureOf(NdJson.into(db, "odd").from(text("{}")))).hasMessageContaining("a quote or a backslash");
    }

    @Test
    void tableIsCreatedWithTypesOfTheSample() throws Exception {
        String json =
                "{\"n\":1,\"r\":1,\"t\":\"a\",\"b\":true,\"it's\":[1]}\nnonsense\n{\"r\":1.5,\"m\":1}\n{\"m\":\"x\"}";

        await(NdJson.into(db, "made").createTable().withBadLines(bad::add).from(text(json)));

        assertThat(await(db.query("SELECT sql FROM sqlite_schema WHERE name = 'made'")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo("CREATE TABLE \"made\"(\"n\" INTEGER, \"r\" REAL, \"t\" TEXT, \"b\" INTEGER,"
                        + " \"it's\" TEXT, \"m\" ANY) STRICT");
        assertThat(rows("SELECT * FROM made")).hasSize(3);
        assertThat(failureOf(NdJson.into(db, "none").createTable().from(text("{}\n"))))
                .hasMessageContaining("no object with a member");
    }

    @Test
    void rowsBecomeLines() throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();

        await(NdJson.from(db.query(
                        "SELECT 1 AS \"a\"\"b\", NULL AS n, 2.5 AS r, -9e999 AS i, 'x' || char(10, 1, 34, 92, 233)"
                                + " AS t, x'C0FFEE' AS x UNION ALL SELECT 2, 1, 1, 1, '', ''"))
                .to(stream));

        assertThat(stream.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"a\\\"b\":1,\"n\":null,\"r\":2.5,\"i\":-9e999,\"t\":\"x\\n\\u0001\\\"\\\\\u00e9\","
                        + "\"x\":\"C0FFEE\"}\n{\"a\\\"b\":2,\"n\":1,\"r\":1,\"i\":1,\"t\":\"\",\"x\":\"\"}\n");
    }

    @Test
    void queryWithoutRowsGivesAnEmptyText() throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();

        await(NdJson.from(db.query("SELECT 1 AS a WHERE 0")).to(stream));

        assertThat(stream.size()).isZero();
    }
}
