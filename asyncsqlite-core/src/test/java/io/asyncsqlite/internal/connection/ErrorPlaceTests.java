package io.asyncsqlite.internal.connection;

import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.engine.TestEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@Timeout(60)
class ErrorPlaceTests {

    @Test
    void pointsBelowTheLineOfThePlace() {
        assertThat(ErrorPlace.pointer("SELECT *\nFORM t\nWHERE k", 9)).isEqualTo("\n  FORM t\n  ^");
        assertThat(ErrorPlace.pointer("SELECT *\n\tFORM t", 10)).isEqualTo("\n   FORM t\n   ^");
        assertThat(ErrorPlace.pointer("SELECT", 6)).isEqualTo("\n  SELECT\n        ^");
    }

    @Test
    void countsCharactersAsTheyAreSeen() {
        assertThat(ErrorPlace.pointer("'\uD83E\uDD4A' x", 5)).isEqualTo("\n  '\uD83E\uDD4A' x\n      ^");
    }

    @Test
    void showsAPartOfALongLine() {
        String sql = "a".repeat(500) + "!" + "b".repeat(500);

        assertThat(ErrorPlace.pointer(sql, 500))
                .isEqualTo("\n  " + "a".repeat(60) + "!" + "b".repeat(59) + "\n  " + " ".repeat(60) + "^");
    }

    @Test
    void unknownErrorPlaceIsNotNamed() {
        assertThat(ErrorPlace.pointer("SELECT", -1)).isEmpty();
        assertThat(ErrorPlace.pointer("SELECT", 7)).isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(
            named = TestEngine.PROPERTY,
            matches = "foreign",
            disabledReason = "only the foreign engine knows the place")
    void theMessageOfAWrongStatementPointsAtIt() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(SqliteOptions.memory().build())) {
            assertThat(failureOf(db.query("SELECT 1 +\n  nope").list()))
                    .hasMessageStartingWith("no such column: nope")
                    .hasMessageEndingWith("\n    nope\n    ^");
        }
    }
}
