package io.asyncsqlite.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** DatabaseClient with SQL of the program's own. */
class DatabaseClientTests extends SpringSuite {

    private final DatabaseClient client = client();

    private void insert(String title, int stars) {
        await(client.sql("INSERT INTO note(title, stars) VALUES (:title, :stars)")
                .bind("title", title)
                .bind("stars", stars)
                .then());
    }

    @Test
    void parametersHaveNames() {
        insert("a", 1);
        insert("b", 2);

        assertThat(all(client.sql("SELECT title FROM note WHERE stars >= :n OR stars = :n - 1 ORDER BY title")
                        .bind("n", 2)
                        .mapValue(String.class)
                        .all()))
                .containsExactly("a", "b");
    }

    @Test
    void parametersMayBeLists() {
        insert("a", 1);
        insert("b", 2);
        insert("c", 3);

        assertThat(all(client.sql(
                                "SELECT title FROM note WHERE title IN (:titles) AND stars IN (:stars) ORDER BY title")
                        .bind("titles", List.of("a", "b", "x"))
                        .bind("stars", List.of(2, 3))
                        .mapValue(String.class)
                        .all()))
                .containsExactly("b");
    }

    @Test
    void parametersMayHavePositions() {
        assertThat(await(client.sql("SELECT ?2 || ?1 AS t")
                        .bind(0, "a")
                        .bind(1, "b")
                        .mapValue(String.class)
                        .one()))
                .isEqualTo("ba");
        assertThat(await(client.sql("SELECT ? || ? AS t")
                        .bind(0, "a")
                        .bind(1, "b")
                        .mapValue(String.class)
                        .one()))
                .isEqualTo("ab");
    }

    @Test
    void nullIsBound() {
        await(client.sql("INSERT INTO note(title, stars, kind) VALUES ('a', :stars, :kind)")
                .bindNull("stars", Integer.class)
                .bind("kind", Parameters.in(R2dbcType.VARCHAR))
                .then());

        Map<String, Object> row =
                await(client.sql("SELECT stars, kind FROM note").fetch().one());
        assertThat(row).containsEntry("stars", null).containsEntry("kind", null);
    }

    @Test
    void rowsBecomeRecords() {
        insert("a", 1);

        assertThat(all(client.sql("SELECT * FROM note")
                        .mapProperties(Note.class)
                        .all()))
                .singleElement()
                .satisfies(note -> assertThat(note.title()).isEqualTo("a"))
                .satisfies(note -> assertThat(note.done()).isFalse());
    }

    @Test
    void valuesAreReadAsAsked() {
        UUID id = UUID.randomUUID();

        assertThat(await(client.sql("SELECT :id")
                        .bind("id", id)
                        .mapValue(UUID.class)
                        .one()))
                .isEqualTo(id);
        assertThat(await(client.sql("SELECT '2026-05-04' AS day")
                        .map(row -> row.get("DAY", LocalDate.class))
                        .one()))
                .isEqualTo(LocalDate.of(2026, 5, 4));
        assertThat(await(client.sql("SELECT count(*) FROM note")
                        .mapValue(Long.class)
                        .one()))
                .isZero();
    }

    @Test
    void timesThatSqliteMakesAreRead() {
        // As the documentation says for epoch milliseconds.
        assertThat(await(client.sql("SELECT datetime(1777896000123 / 1000.0, 'unixepoch', 'subsec')")
                        .mapValue(Instant.class)
                        .one()))
                .isEqualTo(Instant.ofEpochMilli(1_777_896_000_123L));
        assertThat(await(client.sql("SELECT CURRENT_TIMESTAMP")
                        .mapValue(Instant.class)
                        .one()))
                .isNotNull();
    }

    @Test
    void aDecimalIsTheOnlyValue() {
        assertThat(await(client.sql("SELECT 9.5").mapValue(BigDecimal.class).one()))
                .isEqualTo(new BigDecimal("9.5"));
        assertThat(await(client.sql("SELECT 10").mapValue(BigDecimal.class).one()))
                .isEqualTo(new BigDecimal("10"));
    }

    @Test
    void changedRowsAreCounted() {
        insert("a", 1);
        insert("b", 2);

        assertThat(await(client.sql("UPDATE note SET stars = stars + 1").fetch().rowsUpdated()))
                .isEqualTo(2);
        assertThat(await(client.sql("DELETE FROM note WHERE stars = 99").fetch().rowsUpdated()))
                .isZero();
    }

    @Test
    void generatedValuesAreReturned() {
        assertThat(await(client.sql("INSERT INTO ticket DEFAULT VALUES")
                        .filter(statement -> statement.returnGeneratedValues("id", "state"))
                        .fetch()
                        .one()))
                .containsEntry("state", "open")
                .containsKey("id");
    }

    @Test
    void returnedRowsAreRead() {
        insert("a", 1);

        assertThat(await(client.sql("UPDATE note SET stars = 7 RETURNING stars")
                        .mapValue(Integer.class)
                        .one()))
                .isEqualTo(7);
    }

    @Test
    void manyBindingsAreOneStatement() {
        await(client.inConnection(connection -> {
            var statement = connection.createStatement("INSERT INTO note(title) VALUES (?)");
            statement.bind(0, "a").add().bind(0, "b").add().bind(0, "c");
            return Flux.from(statement.execute())
                    .concatMap(result -> result.getRowsUpdated())
                    .then();
        }));

        assertThat(await(client.sql("SELECT count(*) FROM note")
                        .mapValue(Long.class)
                        .one()))
                .isEqualTo(3);
    }

    @Test
    void aLongResultIsStreamed() {
        assertThat(await(client.sql(
                                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT i"
                                        + " FROM n")
                        .mapValue(Long.class)
                        .all()
                        .reduce(Long::sum)))
                .isEqualTo(5_000_050_000L);
        assertThat(all(client.sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n")
                        .mapValue(Long.class)
                        .all()
                        .take(3)))
                .containsExactly(1L, 2L, 3L);
    }
}
