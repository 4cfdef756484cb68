package io.asyncsqlite.transfer;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asyncsqlite.BulkWriteException;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.TransferException;
import io.asyncsqlite.testing.AppDatabase;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lines of CSV that become rows. */
@Timeout(60)
class CsvImportTests extends AppDatabase {

    private final List<BadLine> bad = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void create() throws Exception {
        await(db.execute("CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT DEFAULT 'nobody', born, photo BLOB)"));
    }

    private CsvImport people() {
        return Csv.into(db, "person");
    }

    static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> rows(String sql) throws Exception {
        return await(db.query(sql).map(Object::toString).list());
    }

    @Test
    void headerNamesColumnsInAnyOrder() throws Exception {
        ImportResult result = await(people().from(text("NAME,id\r\nAda,1\r\n\"Bob, \"\"B\"\"\",2\r\n")));

        assertThat(result).isEqualTo(new ImportResult(2, 0, 32));
        assertThat(rows("SELECT id, name FROM person"))
                .containsExactly("{id=1, name='Ada'}", "{id=2, name='Bob, \"B\"'}");
    }

    @Test
    void columnWithoutAFieldGetsItsDefault() throws Exception {
        await(people().from(text("id\n1\n")));

        assertThat(rows("SELECT name FROM person")).containsExactly("{name='nobody'}");
    }

    @Test
    void emptyFieldIsNullAndQuotedOneIsEmptyText() throws Exception {
        await(people().from(text("id,name,born\n1,,\"\"\n")));

        assertThat(rows("SELECT name, born FROM person")).containsExactly("{name=null, born=''}");
    }

    @Test
    void textsBecomeWhatTheColumnsDeclare() throws Exception {
        await(people().from(text("id,name,born,photo\n7,007,1815,C0FFEE\n")));

        assertThat(rows("SELECT typeof(id), typeof(name), name, typeof(born), hex(photo) AS photo FROM person"))
                .containsExactly("{typeof(id)='integer', typeof(name)='text', name='007', typeof(born)='text',"
                        + " photo='C0FFEE'}");
    }

    @Test
    void conversionMakesTheValue() throws Exception {
        await(people().withColumn("Born", LocalDate::parse).from(text("id,born\n1,1815-12-10\n")));

        assertThat(await(db.query("SELECT born FROM person")
                        .mapTo(LocalDate.class)
                        .one()))
                .isEqualTo(LocalDate.of(1815, 12, 10));
    }

    @Test
    void columnsStandForAMissingHeader() throws Exception {
        await(people().withColumns("name", "id").from(text("Ada,1")));

        assertThat(rows("SELECT id, name FROM person")).containsExactly("{id=1, name='Ada'}");
    }

    @Test
    void mappingLeavesOutFieldsThatItDoesNotName() throws Exception {
        await(people().withMapping(Map.of("Nr", "id", "Who", "name")).from(text("Who,Age,Nr\nAda,36,1\n")));

        assertThat(rows("SELECT id, name FROM person")).containsExactly("{id=1, name='Ada'}");
    }

    @Test
    void delimiterCharsetAndByteOrderMarkAreUnderstood() throws Exception {
        byte[] latin = "id;name\n1;Jos\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        await(people().withDelimiter(';')
                .withCharset(StandardCharsets.ISO_8859_1)
                .from(new ByteArrayInputStream(latin)));
        await(people().from(text("\uFEFFid,name\n2,Zo\u00eb\n")));

        assertThat(rows("SELECT name FROM person")).containsExactly("{name='Jos\u00e9'}", "{name='Zo\u00eb'}");
    }

    @Test
    void emptyLinesAreLeftOut() throws Exception {
        ImportResult result = await(people().from(text("\n\nid,name\n\n1,Ada\n\n\n2,Bob\n\n")));

        assertThat(result.rows()).isEqualTo(2);
    }

    @Test
    void emptyLineOfOneColumnIsNull() throws Exception {
        ImportResult result = await(Csv.into(db, "t").from(text("k\n1\n\n2\n")));

        assertThat(result.rows()).isEqualTo(3);
    }

    @Test
    void badLinesAreReportedAndTheRestStays() throws Exception {
        await(db.execute("INSERT INTO person(id) VALUES (3)"));
        String csv = "id,name,born\n" // line 1
                + "1,\"two\nlines\",x\n" // 2 and 3
                + "2,short\n" // 4
                + "3,taken,x\n" // 5
                + "4,\"quote\" after,x\n" // 6
                + "5,fine,x\n" // 7
                + "six,no integer,x\n" // 8
                + "7,\"never closed,x\n" // 9
                + "8,last,x"; // 10

        ImportResult result = await(people().withBadLines(bad::add).from(text(csv)));

        assertThat(result.rows()).isEqualTo(3);
        assertThat(result.badLines()).isEqualTo(5);
        assertThat(rows("SELECT id FROM person")).containsExactly("{id=1}", "{id=3}", "{id=5}", "{id=8}");
        bad.sort(java.util.Comparator.comparing(BadLine::number));
        assertThat(bad.stream().map(BadLine::number)).containsExactly(4L, 5L, 6L, 8L, 9L);
        assertThat(bad.stream().map(BadLine::text))
                .containsExactly(
                        "2,short", "3,taken,x", "4,\"quote\" after,x", "six,no integer,x", "7,\"never closed,x");
        assertThat(bad.get(0).reason()).isEqualTo("it has 2 fields in place of 3");
        assertThat(bad.get(1).reason()).contains("UNIQUE constraint failed: person.id");
        assertThat(bad.get(3).reason()).contains("SQLITE_MISMATCH");
    }

    @Test
    void textOfABadLineIsCut() throws Exception {
        await(people().withBadLines(bad::add).from(text("id,name\n1,2,\"" + "x".repeat(5_000) + "\"\n")));

        assertThat(bad.get(0).text()).hasSize(1_000);
    }

    @Test
    void firstBadLineEndsTheImport() throws Exception {
        Throwable failure = failureOf(people().from(text("id,name\n1,Ada\n2,Bob,secret\n3,Cid\n")));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.line()).isEqualTo(3));
        assertThat(failure).hasMessageContaining("line 3: it has 3 fields in place of 2");
        assertThat(failure.getMessage()).doesNotContain("secret");
        assertThat(rows("SELECT * FROM person")).isEmpty();
    }

    @Test
    void chunksBeforeABadLineStay() throws Exception {
        BulkWriteException failure =
                (BulkWriteException) failureOf(people().withChunkSize(2).from(text("id\n1\n2\n3\n4\n5\nx,y\n")));

        assertThat(failure.rows()).isEqualTo(4);
        assertThat(failure).hasCauseInstanceOf(TransferException.class);
        assertThat(rows("SELECT id FROM person")).hasSize(4);
    }

    @Test
    void allOrNoneKeepsNothing() throws Exception {
        Throwable failure = failureOf(people().withChunkSize(2).allOrNone().from(text("id\n1\n2\n3\n4\n1\n")));

        assertThat(failure).isInstanceOf(ConstraintException.class);
        assertThat(rows("SELECT id FROM person")).isEmpty();
    }

    @Test
    void conversionThatFailsShowsNoValue() throws Exception {
        CsvImport numbers = people().withColumn("id", Long::valueOf);

        Throwable failure = failureOf(numbers.from(text("id,name\nsecret,Ada\n")));

        assertThat(failure).hasMessageContaining("NumberFormatException").hasNoCause();
        assertThat(failure.getMessage()).doesNotContain("secret");
    }

    @Test
    void errorOfAConversionIsNoBadLine() throws Exception {
        CsvImport dying = people().withBadLines(bad::add).withColumn("id", text -> {
            throw new StackOverflowError("of the user");
        });

        assertThat(failureOf(dying.from(text("id\n1\n")))).isInstanceOf(StackOverflowError.class);
        assertThat(bad).isEmpty();
    }

    @Test
    void listenerThatThrowsEndsTheImport() throws Exception {
        CsvImport limited = people().withBadLines(line -> {
            throw new IllegalStateException("too many");
        });

        assertThat(failureOf(limited.from(text("id\nx\n1\n")))).hasRootCauseMessage("too many");
        assertThat(failureOf(limited.from(text("id\n1,2\n")))).hasMessage("too many");
    }

    @Test
    void headerThatDoesNotFitIsRefused() throws Exception {
        assertThat(failureOf(people().from(text("id,age\n1,2\n")))).hasMessageContaining("no column \"age\"");
        assertThat(failureOf(people().from(text("id,ID\n1,2\n")))).hasMessageContaining("comes twice");
        assertThat(failureOf(people().from(text("id,\n1,2\n")))).hasMessageContaining("field 2 of the header");
        assertThat(failureOf(people().from(text("")))).hasMessageContaining("no header");
        assertThat(failureOf(people().withMapping(Map.of("a", "id")).from(text("b\n"))))
                .hasMessageContaining("no field is named \"a\"");
        assertThat(failureOf(people().withColumn("born", LocalDate::parse).from(text("id\n1\n"))))
                .hasMessageContaining("\"born\"");
        assertThat(failureOf(Csv.into(db, "none").from(text("id\n1\n")))).hasMessageContaining("no such table");
    }

    @Test
    void generatedColumnTakesNoField() throws Exception {
        await(db.execute("CREATE TABLE made(a, b AS (a + 1))"));

        assertThat(failureOf(Csv.into(db, "made").from(text("a,b\n1,2\n")))).hasMessageContaining("no column \"b\"");
    }

    @Test
    void bytesOutsideOfTheCharsetEndTheImport() throws Exception {
        byte[] first = "id,Jos\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] later = ("id,name\n" + "1,Ada\n".repeat(10_000) + "2,Jos\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);

        for (byte[] latin : List.of(first, later)) {
            assertThat(failureOf(people().withBadLines(bad::add).from(new ByteArrayInputStream(latin))))
                    .isInstanceOf(TransferException.class)
                    .hasMessageContaining("not UTF-8");
        }
    }

    @Test
    void fileIsReadAndAMissingOneRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("people.csv"), "id,name\n1,Ada\n");

        assertThat(await(people().from(file)).rows()).isEqualTo(1);
        assertThat(failureOf(people().from(directory.resolve("none.csv"))))
                .hasCauseInstanceOf(NoSuchFileException.class);
    }

    @Test
    void namesAreQuoted() throws Exception {
        String evil = "x\"; DROP TABLE person; --";
        await(db.execute("CREATE TABLE \"" + evil.replace("\"", "\"\"") + "\"(\"select\", \"a\"\"b\")"));

        await(Csv.into(db, evil).from(text("select,\"a\"\"b\"\n1,2\n")));

        assertThat(rows("SELECT count(*) AS n FROM person")).containsExactly("{n=0}");
    }

    @Test
    void tableIsCreatedWithTypesOfTheSample() throws Exception {
        String csv = "n,r,zip,t,none,big\n1,1.5,01234,a,,12345678901234567890\n-20,2,99999,,,1\n";

        await(Csv.into(db, "made").createTable().from(text(csv)));

        assertThat(await(db.query("SELECT sql FROM sqlite_schema WHERE name = 'made'")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo("CREATE TABLE \"made\"(\"n\" INTEGER, \"r\" REAL, \"zip\" TEXT, \"t\" TEXT, \"none\" TEXT,"
                        + " \"big\" TEXT) STRICT");
        assertThat(rows("SELECT n, r, zip FROM made"))
                .containsExactly("{n=1, r=1.5, zip='01234'}", "{n=-20, r=2.0, zip='99999'}");
    }

    @Test
    void lineAfterTheSampleThatDoesNotFitIsBad() throws Exception {
        String csv = "n\n" + "1\n".repeat(1_000) + "two\n3\n";

        ImportResult result =
                await(Csv.into(db, "made").createTable().withBadLines(bad::add).from(text(csv)));

        assertThat(result)
                .extracting(ImportResult::rows, ImportResult::badLines)
                .containsExactly(1_001L, 1L);
        assertThat(bad.get(0).number()).isEqualTo(1_002);
    }

    @Test
    void failedImportOfAllOrNoneLeavesNoTable() throws Exception {
        CsvImport made = Csv.into(db, "made").createTable().allOrNone();

        assertThat(failureOf(made.from(text("n\n1\nx,y\n")))).isInstanceOf(TransferException.class);
        assertThat(rows("SELECT name FROM sqlite_schema WHERE name = 'made'")).isEmpty();
        assertThat(await(made.from(text("n\n1\n"))).rows()).isEqualTo(1);
        assertThat(failureOf(made.from(text("n\n1\n")))).hasMessageContaining("the table exists");
    }

    @Test
    void progressTellsRowsAndBytes() throws Exception {
        List<TransferProgress> progress = Collections.synchronizedList(new ArrayList<>());

        await(people().withChunkSize(2).withProgress(progress::add).from(text("id\n1\n2\n3\n")));

        assertThat(progress.stream().map(TransferProgress::rows)).containsExactly(2L, 3L);
        assertThat(progress.get(1).bytes()).isEqualTo(9);
    }

    @Test
    void importInATransactionEndsWithIt() throws Exception {
        Throwable failure = failureOf(db.inTransaction(tx -> Csv.into(tx, "person")
                .withBadLines(bad::add)
                .from(text("id\n1\n1\n"))
                .thenAccept(imported -> {
                    throw new IllegalStateException(imported.badLines() + " bad lines");
                })));

        assertThat(failure).hasMessage("1 bad lines");
        assertThat(rows("SELECT id FROM person")).isEmpty();
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> people().withDelimiter('"'));
        assertThatIllegalArgumentException().isThrownBy(() -> people().withDelimiter('\n'));
        assertThatIllegalArgumentException().isThrownBy(() -> people().withChunkSize(0));
        assertThat(people()).hasToString("CsvImport into \"person\"");
    }
}
