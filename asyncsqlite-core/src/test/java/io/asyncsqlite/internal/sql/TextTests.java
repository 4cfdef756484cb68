package io.asyncsqlite.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are large or odd: how they are read, remembered and shown. */
class TextTests {

    private static final int MANY = 30_000;

    @Test
    @Timeout(value = 2, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void thirtyThousandNamesAreReadInTimeThatGrowsWithTheirNumber() {
        String sql =
                IntStream.range(0, MANY).mapToObj(i -> ":name" + i).collect(Collectors.joining(",", "SELECT ", ""));

        assertThat(SqlStatement.parse(sql).parameters()).hasSize(MANY);
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void unclosedParenthesesOfNamesAreReadInLinearTime() {
        String sql = "SELECT " + "$a(".repeat(500_000);

        assertThat(SqlStatement.parse(sql).parameters()).isEmpty();
        assertThat(SqlStatement.parse("SELECT " + "$a( ".repeat(500_000)).parameters())
                .isEmpty();
    }

    @Test
    void aNameWithASpaceInItsParenthesisIsNoParameterAsInSqlite() {
        assertThat(SqlStatement.parse("SELECT $a(b c)").parameters()).isEmpty();
        assertThat(SqlStatement.parse("SELECT $a(b)").parameters()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (1) returning k",
                "WITH c AS (SELECT 1) INSERT INTO t SELECT * FROM c RETURNING *",
                "DELETE FROM t /* none */ RETURNING k",
            })
    void aReturningClauseIsFound(String sql) {
        assertThat(SqlStatement.parse(sql).returning()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (:returning)",
                "INSERT INTO t VALUES (@RETURNING, $returning)",
                "INSERT INTO t VALUES ('RETURNING')",
                "INSERT INTO \"returning\" VALUES (1)",
                "INSERT INTO t VALUES (1) -- RETURNING k",
                "INSERT INTO t VALUES (1) /* RETURNING k",
            })
    void returningInTextsAndCommentsIsNoClause(String sql) {
        assertThat(SqlStatement.parse(sql).returning()).isFalse();
    }

    @Test
    void aStatementOfSeveralEndsBeforeACommentThatNeverEnds() {
        assertThat(SqlStatement.parseAll("SELECT 1; INSERT INTO t VALUES (1) /* RETURNING k")
                        .get(1)
                        .text())
                .isEqualTo("INSERT INTO t VALUES (1)");
    }

    @Test
    void questionMarksWithoutNumbersAreToldFromThoseInTexts() {
        assertThat(SqlStatement.parse("SELECT ?, 1").unnumbered()).isTrue();
        assertThat(SqlStatement.parse("SELECT ?1, '?', \"?\" /* ? */").unnumbered())
                .isFalse();
    }

    @Test
    void aCacheForgetsRatherThanHoldManyBytes() {
        AtomicInteger reads = new AtomicInteger();
        TextCache<SqlStatement> cache = new TextCache<>(
                sql -> {
                    reads.incrementAndGet();
                    return SqlStatement.parse(sql);
                },
                SqlStatement::bytes);
        String small = "SELECT 1";
        cache.get(small);
        cache.get(small);
        assertThat(reads).hasValue(1);

        String large = "SELECT '" + "x".repeat(1 << 20) + "'";
        cache.get(large);
        cache.get(large);
        assertThat(reads).hasValue(3);
        for (int i = 0; i < 2_000; i++) {
            cache.get("SELECT " + i + ", '" + "x".repeat(20_000) + "'");
            assertThat(cache.bytes()).isLessThan(5L << 20);
        }
    }

    @Test
    void anExcerptIsShortAndOneLineAndHoldsNoLiterals() {
        assertThat(Excerpt.of("SELECT a,\n  'secret', x'5ec3e7', 4.2 -- why\nFROM \"t\""))
                .isEqualTo("SELECT a, ?, x?, ? FROM \"t\"");
        String many = Excerpt.of("SELECT " + "abc, ".repeat(1_000_000));
        assertThat(many).hasSizeLessThan(Excerpt.MAX_LENGTH + 40).endsWith("... (5000007 characters)");
        assertThat(Excerpt.of("SELECT '" + "x".repeat(5_000_000) + "'")).isEqualTo("SELECT ?");
        assertThat(Excerpt.of("SELECT \"" + "x".repeat(5_000_000) + "\"")).hasSizeLessThan(Excerpt.MAX_LENGTH + 40);
        assertThat(Excerpt.of("SELECT 'never ends")).isEqualTo("SELECT ?");
        assertThat(Excerpt.of("SELECT \"a\u202eb\u0007\u2028c\"")).isEqualTo("SELECT \"a\uFFFDb\uFFFD\uFFFDc\"");
    }

    @Test
    void namesAndMessagesAreShortenedAndMadeOneLine() {
        assertThat(Excerpt.ofName("a\nb")).isEqualTo("'a b'");
        assertThat(Excerpt.ofName("x".repeat(1_000))).hasSizeLessThan(140);
        assertThat(Excerpt.ofMessage("no such table: a\u001b[31m\nb")).isEqualTo("no such table: a\uFFFD[31m b");
        assertThat(Excerpt.ofMessage("near \"'secret'\": syntax error")).isEqualTo("near \"?\": syntax error");
        assertThat(Excerpt.ofMessage("unrecognized token: \"'secret and so on\""))
                .isEqualTo("unrecognized token: \"?\"");
        assertThat(Excerpt.ofMessage("near \"FORM\": syntax error")).isEqualTo("near \"FORM\": syntax error");
    }

    @Test
    void aScriptKnowsItsStatementsLinesAndFrame() {
        SqlScript script =
                SqlScript.parse("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t(k);\n\nINSERT INTO t\n"
                        + "VALUES (';');\nCOMMIT;\n-- end\n");

        assertThat(script.size()).isEqualTo(2);
        assertThat(script.statement(1)).isEqualTo("INSERT INTO t\nVALUES (';')");
        assertThat(script.line(0)).isEqualTo(3);
        assertThat(script.line(1)).isEqualTo(5);
        assertThat(script.foreignKeysOff()).isTrue();
        assertThat(script.needsNoTransaction()).isTrue();
        assertThat(script.isShareable()).isFalse();
        assertThat(SqlScript.parse("PRAGMA foreign_keys=OFF; BEGIN; COMMIT;").size())
                .isZero();
        assertThat(SqlScript.parse("SELECT 1; PRAGMA defer_foreign_keys=ON").isShareable())
                .isFalse();
        assertThat(SqlScript.parse("SELECT 1; PRAGMA user_version").isShareable())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN; SELECT 1",
                "BEGIN; SELECT 1; ROLLBACK;",
                "SELECT 1; BEGIN; SELECT 1; COMMIT",
                "BEGIN; SELECT 1; COMMIT; SELECT 2",
                "BEGIN; SELECT 1; COMMIT; COMMIT",
                "BEGIN; BEGIN; COMMIT; COMMIT",
                "BEGIN; SAVEPOINT a; COMMIT",
                "BEGIN; RELEASE a; COMMIT",
                "SELECT 1; COMMIT",
                "SELECT 1; END",
                "BEGIN; PRAGMA foreign_keys=OFF; COMMIT",
                "SELECT 1; PRAGMA foreign_keys=OFF",
                "PRAGMA foreign_keys=ON; SELECT 1",
                "BEGIN ('x'); SELECT 1; COMMIT",
                "BEGIN; PRAGMA writable_schema=ON; COMMIT",
            })
    void aScriptHasNoOtherTransactionVerbsThanThoseOfItsFrame(String sql) {
        assertThatThrownBy(() -> SqlScript.parse(sql)).isInstanceOf(UnacceptableSqlException.class);
    }
}
