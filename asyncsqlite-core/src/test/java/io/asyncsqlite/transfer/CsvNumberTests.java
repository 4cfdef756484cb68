package io.asyncsqlite.transfer;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.testing.AppDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that an import makes of texts, beside those that SQLite makes of them. */
@Timeout(60)
class CsvNumberTests extends AppDatabase {

    private static final long SEED = 4711;

    private static final List<String> ODD = List.of(
            "-",
            ".",
            "-.",
            "5.",
            ".5",
            "-.5",
            "-0",
            "-0.0",
            "0.0",
            "007",
            "-007",
            "+7",
            " 7",
            "7 ",
            "1.2.3",
            "1-2",
            "1e5",
            "1E5",
            "0x10",
            "NaN",
            "Inf",
            "9e999",
            "१",
            "1_000",
            "true",
            "999999999999999999",
            "-999999999999999999",
            "9223372036854775807",
            "9223372036854775808",
            "9007199254740993",
            "99999999999999.9",
            "999999999999999",
            "9999999999999999",
            "0.1",
            "0.100000000000000",
            "0.000000000000001",
            "3.0",
            "-3.50");

    /** Imports texts, and lets SQLite insert them beside. */
    private void importBeside(String type, List<String> texts) throws Exception {
        await(db.execute("CREATE TABLE imported(id INTEGER PRIMARY KEY, v " + type + ")"));
        await(db.execute("CREATE TABLE beside(id INTEGER PRIMARY KEY, v " + type + ")"));
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            rows.add(new Object[] {i, texts.get(i)});
        }
        await(db.executeMany("INSERT INTO beside VALUES (?, ?)", rows));
        await(Csv.into(db, "imported")
                .from(CsvImportTests.text(rows.stream()
                        .map(row -> row[0] + ",\"" + row[1] + "\"\n")
                        .collect(Collectors.joining("", "id,v\n", "")))));
    }

    private List<String> differences() throws Exception {
        return await(db.query("""
                        SELECT b.id, typeof(b.v), typeof(i.v), quote(b.v), quote(i.v) FROM beside AS b LEFT JOIN imported AS i USING (id)
                        WHERE typeof(b.v) IS NOT typeof(i.v) OR b.v IS NOT i.v OR quote(b.v) IS NOT quote(i.v)""").map(Object::toString).list());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INTEGER",
                "BIGINT",
                "REAL",
                "DOUBLE PRECISION",
                "FLOATING POINT",
                "NUMERIC",
                "DECIMAL(10,2)",
                "TEXT",
                "VARCHAR(9)",
                "REAL TEXT",
                ""
            })
    void numbersAreThoseOfSqlite(String type) throws Exception {
        Random random = new Random(SEED);
        List<String> texts = new ArrayList<>(ODD);
        for (int i = 0; i < 20_000; i++) {
            texts.add(number(random));
        }

        importBeside(type, texts);

        assertThat(differences()).isEmpty();
    }

    /** Returns a text of up to 19 digits, mostly with a point, that may have zeros in front. */
    private static String number(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
        int digits = 1 + random.nextInt(19);
        int point = random.nextInt(20);
        for (int i = 0; i < digits; i++) {
            text.append(i == point ? "." : "").append((char) ('0' + random.nextInt(10)));
        }
        return text.toString();
    }

    @Test
    void typesOfTheSampleMakeNumbers() throws Exception {
        await(Csv.into(db, "made").createTable().from(CsvImportTests.text("a,b,c\n1,1.5,x\n2,2,y\n")));

        assertThat(await(db.query("SELECT typeof(a), a, typeof(b), b, typeof(c) FROM made WHERE a = 2")
                        .map(Object::toString)
                        .one()))
                .isEqualTo("{typeof(a)='integer', a=2, typeof(b)='real', b=2.0, typeof(c)='text'}");
    }

    @Test
    void columnOfAnyKindKeepsTexts() throws Exception {
        await(db.execute("CREATE TABLE strict(id INTEGER PRIMARY KEY, v ANY) STRICT"));

        await(Csv.into(db, "strict").from(CsvImportTests.text("id,v\n1,7\n")));

        assertThat(await(db.query("SELECT typeof(v) FROM strict")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo("text");
    }

    @Test
    void strictColumnRefusesWhatIsNoSuchNumber() throws Exception {
        await(db.execute("CREATE TABLE strict(v INTEGER) STRICT"));

        assertThat(failureOf(Csv.into(db, "strict").from(CsvImportTests.text("v\n1.5\n"))))
                .isInstanceOf(ConstraintException.class);
    }

    @Test
    void triggerOfAViewSeesTexts() throws Exception {
        await(db.execute("CREATE TABLE seen(id INTEGER PRIMARY KEY, type TEXT)"));
        await(db.execute("CREATE VIEW shown AS SELECT id, type FROM seen"));
        await(db.executeScript("CREATE TRIGGER insertion INSTEAD OF INSERT ON shown BEGIN"
                + " INSERT INTO seen(id, type) VALUES (NEW.id, typeof(NEW.id)); END"));

        await(Csv.into(db, "shown").from(CsvImportTests.text("id\n7\n")));

        assertThat(await(db.query("SELECT type FROM seen").mapTo(String.class).one()))
                .isEqualTo("text");
    }

    @Test
    void triggerOfATableSeesNumbersAsBefore() throws Exception {
        await(db.execute("CREATE TABLE item(id INTEGER PRIMARY KEY, v REAL)"));
        await(db.execute("CREATE TABLE seen(types TEXT)"));
        await(db.executeScript("CREATE TRIGGER insertion BEFORE INSERT ON item BEGIN"
                + " INSERT INTO seen VALUES (typeof(NEW.id) || ' ' || typeof(NEW.v)); END"));

        await(db.execute("INSERT INTO item VALUES ('1', '2')"));
        await(Csv.into(db, "item").from(CsvImportTests.text("id,v\n3,4\n")));

        assertThat(await(db.query("SELECT count(*), count(DISTINCT types) FROM seen")
                        .map(Object::toString)
                        .one()))
                .isEqualTo("{count(*)=2, count(DISTINCT types)=1}");
    }
}
