package io.asyncsqlite.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlSummaryTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select 1 | SELECT | SELECT",
                "SELECT a, b FROM note WHERE id = ? | SELECT | SELECT note",
                "SELECT a FROM note n JOIN \"the author\" a ON n.a = a.id | SELECT | SELECT note \"the author\"",
                "SELECT a FROM (SELECT b FROM note) | SELECT | SELECT SELECT note",
                "insert or ignore into note(a) values (1) | INSERT | INSERT note VALUES",
                "INSERT INTO archive SELECT * FROM note | INSERT | INSERT archive SELECT note",
                "INSERT INTO t VALUES (1) ON CONFLICT DO UPDATE SET a = 1 | INSERT | INSERT t VALUES",
                "REPLACE INTO t VALUES (1) | REPLACE | REPLACE t VALUES",
                "UPDATE OR FAIL t SET a = replace(a, 'x', 'y') | UPDATE | UPDATE t",
                "DELETE FROM t | DELETE | DELETE t",
                "WITH x AS (SELECT 1) DELETE FROM t | SELECT | SELECT DELETE t",
                "CREATE TABLE IF NOT EXISTS t(a REFERENCES u ON DELETE CASCADE) | CREATE | CREATE t",
                "PRAGMA journal_mode | PRAGMA | PRAGMA journal_mode",
                "VACUUM | VACUUM | VACUUM",
                "lambda | OTHER | OTHER",
                "selct 1 from t | OTHER | t"
            })
    void verbsAndNamesAreKept(String sql, String operation, String summary) {
        assertThat(SqlSummary.of(sql).operation()).isEqualTo(operation);
        assertThat(SqlSummary.of(sql).summary()).isEqualTo(summary);
    }

    @Test
    void literalsAndCommentsAreNot() {
        assertThat(SqlSummary.of("""
            -- of Ann
            SELECT a FROM t /* 4711 */
            WHERE b = 'it''s' AND c=x'ab' AND d >= -1.5e3 AND e = :name AND "f" = ?1\
            """).text())
                .isEqualTo("SELECT a FROM t WHERE b = ? AND c=x? AND d >= -? AND e = :name AND \"f\" = ?1");
    }

    @Test
    void aSummaryIsShort() {
        String sql = "SELECT 1" + " FROM a_table_with_a_rather_long_name".repeat(100);

        assertThat(SqlSummary.of(sql).summary()).hasSizeLessThanOrEqualTo(255).startsWith("SELECT a_table");
    }
}
