package io.asyncsqlite.integration.features;

import static io.asyncsqlite.integration.features.Fixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcTimeoutException;
import java.time.Duration;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.BadSqlGrammarException;
import reactor.core.publisher.Flux;

/** Failures as Spring translates them. */
final class FailureFeatures {

    private static final String GROUP = "Failures";

    private FailureFeatures() {}

    static List<Feature> features() {
        return List.of(
                Feature.of(GROUP, "`DuplicateKeyException`", FailureFeatures::duplicateKey),
                Feature.of(
                        GROUP,
                        "`DataIntegrityViolationException`: NOT NULL, CHECK, foreign key",
                        FailureFeatures::constraints),
                Feature.of(GROUP, "`BadSqlGrammarException` with the SQL", FailureFeatures::grammar),
                Feature.of(GROUP, "a statement timeout stops the statement", FailureFeatures::timeout),
                new Feature(
                        GROUP,
                        "a text is refused in an `INTEGER` column",
                        "SQLite stores it, unless the table is `STRICT`",
                        FailureFeatures::types));
    }

    private static void duplicateKey(Fixture fixture) {
        fixture.run("CREATE TABLE page(url VARCHAR(100) PRIMARY KEY)", "INSERT INTO page VALUES ('a')");

        assertThatThrownBy(() -> fixture.run("INSERT INTO page VALUES ('a')"))
                .isInstanceOf(DuplicateKeyException.class);
    }

    private static void constraints(Fixture fixture) {
        fixture.run(
                "CREATE TABLE parent(id INTEGER PRIMARY KEY)",
                "CREATE TABLE child(parent INTEGER NOT NULL REFERENCES parent(id), n INTEGER CHECK (n > 0))",
                "INSERT INTO parent VALUES (1)");

        for (String values : List.of("(NULL, 1)", "(1, 0)", "(2, 1)")) {
            assertThatThrownBy(() -> fixture.run("INSERT INTO child VALUES " + values))
                    .as(values)
                    .isInstanceOf(DataIntegrityViolationException.class);
        }
    }

    private static void grammar(Fixture fixture) {
        assertThatThrownBy(() -> fixture.run("SELEC 1"))
                .isInstanceOfSatisfying(
                        BadSqlGrammarException.class,
                        e -> assertThat(e.getSql()).isEqualTo("SELEC 1"));
    }

    private static void timeout(Fixture fixture) {
        // Of H2 it takes some seconds and not forever: its driver runs a statement on the thread that subscribes.
        String slow = fixture.choose(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
                "SELECT count(*) FROM SYSTEM_RANGE(1, 4000) a, SYSTEM_RANGE(1, 4000) b WHERE a.x + b.x > 0");

        assertThatThrownBy(() -> await(Flux.usingWhen(
                        fixture.factory().create(),
                        connection -> Flux.from(connection.setStatementTimeout(Duration.ofMillis(100)))
                                .thenMany(Flux.from(
                                        connection.createStatement(slow).execute()))
                                .concatMap(result -> result.map(row -> row.get(0))),
                        Connection::close)))
                .isInstanceOf(R2dbcTimeoutException.class);
    }

    private static void types(Fixture fixture) {
        fixture.createItems();

        assertThatThrownBy(() -> fixture.run("INSERT INTO item(title, stars) VALUES ('a', 'many')"))
                .isInstanceOf(DataAccessException.class);
    }
}
