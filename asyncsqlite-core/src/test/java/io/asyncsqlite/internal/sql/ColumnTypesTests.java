package io.asyncsqlite.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTypesTests {

    @Test
    void createTableDeclaresTypes() {
        assertThat(ColumnTypes.of("create temp table if not exists main.t(a integer primary key, b Date not null,"
                        + " c DOUBLE PRECISION DEFAULT (1 + 2), d, \"boolean\" text, CHECK (a > 0))"))
                .containsExactly("INTEGER", "DATE", "DOUBLE PRECISION", "TEXT");
    }

    @ParameterizedTest
    @CsvSource({
        "ALTER TABLE t ADD COLUMN x BOOLEAN, BOOLEAN",
        "alter table t add x timestamp default 0, TIMESTAMP",
        "'CREATE TABLE t(x \"DATETIME\")', DATETIME",
        "'CREATE TABLE t(x [date])', DATE",
        "'CREATE TABLE t(x /* when */ DATE)', DATE"
    })
    void typesAreFoundHoweverTheyAreWritten(String sql, String type) {
        assertThat(ColumnTypes.of(sql)).isEqualTo(List.of(type));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t AS SELECT 1 AS date",
                "CREATE TABLE t(date, timestamp UNIQUE)",
                "CREATE TABLE t(x VARCHAR(20))",
                "CREATE INDEX i ON t(date)",
                "ALTER TABLE t RENAME TO date",
                "INSERT INTO t(date) VALUES ('BOOLEAN')",
                "SELECT 1",
                "CREATE",
                ""
            })
    void otherStatementsDeclareNone(String sql) {
        assertThat(ColumnTypes.of(sql)).isEmpty();
    }
}
