package io.asyncsqlite.examples;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.transfer.BadLine;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransferRecipesTests extends AppDatabase {

    private final List<BadLine> bad = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void create() throws Exception {
        await(db.executeScript("CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, born);"
                + "CREATE TABLE product(code TEXT UNIQUE, name TEXT)"));
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void everyRecipeOfCsvRuns() throws Exception {
        Path people = file("people.csv", "id,name,born\n1,Ada,1815\n2,Alan,1912\n");

        assertThat(await(TransferRecipes.csvIn(db, people)).rows()).isEqualTo(2);
        assertThat(await(TransferRecipes.csvOut(db, directory.resolve("old.csv")))
                        .rows())
                .isZero();
        assertThat(await(TransferRecipes.create(db, people)).rows()).isEqualTo(2);
        String latin = "Surname;Nr.;Date of birth;Remark\nJos\u00e9;3;1815-12-10;none\n";
        assertThat(await(TransferRecipes.options(
                                db, new ByteArrayInputStream(latin.getBytes(StandardCharsets.ISO_8859_1))))
                        .rows())
                .isEqualTo(1);
        assertThat(await(Collector.collect(TransferRecipes.download(db)))).hasSize(1);
        assertThat(await(TransferRecipes.ndJson(db, directory.resolve("people.ndjson")))
                        .rows())
                .isEqualTo(3);
    }

    @Test
    void everyRecipeOfBadLinesRuns() throws Exception {
        Path people = file("people.csv", "id,name\n1,Ada\n1,Alan\n2,Grace\n");

        assertThat(await(TransferRecipes.badLines(db, people, bad)).badLines()).isEqualTo(1);
        await(db.execute("DELETE FROM person"));
        bad.clear();
        assertThat(failureOf(TransferRecipes.check(db, people, bad))).hasMessageContaining("1 bad lines");
        assertThat(failureOf(TransferRecipes.allOrNone(db, people))).hasMessageContaining("UNIQUE");
        assertThat(await(db.query("SELECT * FROM person").list())).isEmpty();
    }

    @Test
    void everyRecipeOfBulkWritesRuns() throws Exception {
        List<List<Object>> products = List.of(List.of("a", "apple"), List.of("a", "again"), List.of("b", "pear"));

        assertThat(await(TransferRecipes.refused(db, products))).isEqualTo(2);
        assertThat(await(TransferRecipes.replace(db, products.subList(1, 3)))).isEqualTo(2);
        assertThat(await(
                        db.query("SELECT name FROM product").mapTo(String.class).list()))
                .containsExactly("again", "pear");
    }
}
