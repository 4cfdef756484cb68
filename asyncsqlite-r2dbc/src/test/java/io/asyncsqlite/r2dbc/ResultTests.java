package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.Result;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ResultTests extends OpenFactory {

    /** Gives some rows, then fails. */
    private static final String FAILS_LATE =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)"
                    + " SELECT abs(CASE i WHEN 900 THEN -9223372036854775807 - 1 ELSE i END) FROM n";

    @BeforeEach
    void insertRows() {
        Sql.await(Sql.update(connection, "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')"));
    }

    private Result result(String sql) {
        return Sql.await(connection.createStatement(sql).execute());
    }

    @Test
    void aQueryGivesRowsAndNoCount() {
        assertThat(Sql.all(result("SELECT v FROM t").map((row, metadata) -> row.get("v"))))
                .containsExactly("a", "b", "c");
        assertThat(Sql.all(result("SELECT v FROM t").map(readable -> readable.get(0))))
                .containsExactly("a", "b", "c");
        assertThat(Sql.all(result("SELECT v FROM t").getRowsUpdated())).isEmpty();
    }

    @Test
    void anUpdateGivesACountAndNoRows() {
        assertThat(Sql.all(result("UPDATE t SET v = 'x' WHERE k > 1").getRowsUpdated()))
                .containsExactly(2L);
        assertThat(Sql.all(result("CREATE TABLE other(x)").getRowsUpdated())).containsExactly(0L);
        assertThat(Sql.all(result("DELETE FROM t WHERE k > 9").getRowsUpdated()))
                .containsExactly(0L);
        assertThat(Sql.all(result("UPDATE t SET v = 'x'").map(row -> row.get(0))))
                .isEmpty();
    }

    @Test
    void aResultIsConsumedOnce() {
        Result result = result("SELECT v FROM t");
        Flux<Object> rows = Flux.from(result.map(row -> row.get(0)));
        assertThat(rows.collectList().block(Sql.LONG)).hasSize(3);

        assertThatIllegalStateException().isThrownBy(() -> result.map(row -> row));
        assertThatIllegalStateException().isThrownBy(result::getRowsUpdated);
        assertThatIllegalStateException().isThrownBy(() -> result.filter(segment -> true));
        assertThatIllegalStateException().isThrownBy(() -> result.flatMap(Mono::just));
        assertThatIllegalStateException().isThrownBy(() -> rows.blockLast(Sql.LONG));
    }

    @Test
    void aFilteredResultIsTheSameResult() {
        Result result = result("SELECT v FROM t");
        Result filtered = result.filter(segment -> true);
        Sql.all(result.map(row -> row.get(0)));

        assertThatIllegalStateException().isThrownBy(() -> filtered.map(row -> row));
    }

    @Test
    void functionsMustNotBeNull() {
        Result result = result("SELECT 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> result.map((java.util.function.Function<io.r2dbc.spi.Readable, ?>) null));
        assertThatIllegalArgumentException().isThrownBy(() -> result.filter(null));
        assertThatIllegalArgumentException().isThrownBy(() -> result.flatMap(null));
    }

    @Test
    void segmentsAreFiltered() {
        assertThat(Sql.all(result("SELECT v FROM t")
                        .filter(segment -> segment instanceof Result.RowSegment row
                                && !"b".equals(row.row().get(0)))
                        .map(row -> row.get(0))))
                .containsExactly("a", "c");
        assertThat(Sql.all(result("DELETE FROM t")
                        .filter(Result.RowSegment.class::isInstance)
                        .getRowsUpdated()))
                .isEmpty();
    }

    @Test
    void segmentsAreMappedInOrder() {
        List<String> mapped = Sql.all(result("SELECT v FROM t")
                .flatMap(segment -> Flux.just(
                        segment.getClass().getSimpleName(),
                        "" + ((Result.RowSegment) segment).row().get(0))));

        assertThat(mapped).containsExactly("SqliteRow", "a", "SqliteRow", "b", "SqliteRow", "c");
    }

    @Test
    void aQueryThatCannotRunFailsItsRows() {
        assertThatThrownBy(() -> Sql.all(result("SELECT * FROM nowhere").map(row -> row)))
                .isInstanceOf(R2dbcBadGrammarException.class);
        assertThatThrownBy(() -> Sql.all(result("SELECT * FROM nowhere").getRowsUpdated()))
                .isInstanceOf(R2dbcBadGrammarException.class);
    }

    @Test
    void anErrorAfterARowFailsTheRows() {
        StepVerifier.create(result(FAILS_LATE).map(row -> row.get(0)))
                .expectNext(1)
                .thenConsumeWhile(row -> true)
                .expectErrorMatches(e -> e instanceof R2dbcBadGrammarException late
                        && FAILS_LATE.equals(late.getSql())
                        && late.getErrorCode() == 1)
                .verify(Sql.LONG);
        assertThatThrownBy(() -> Sql.await(result(FAILS_LATE).getRowsUpdated()))
                .isInstanceOf(R2dbcBadGrammarException.class);
    }

    @Test
    void anErrorAfterARowIsAMessageForWhoReadsSegments() {
        List<String> segments = Sql.all(result(FAILS_LATE)
                .flatMap(segment -> Mono.just(
                        segment instanceof Result.Message message
                                ? message.sqlState() + " " + message.errorCode() + " " + message.message()
                                : "row")));

        assertThat(segments).first().isEqualTo("row");
        assertThat(segments).last(STRING).startsWith("42000 1 ").contains("integer overflow");
    }

    @Test
    void aMessageThatIsFilteredOutIsNoError() {
        assertThat(Sql.all(result(FAILS_LATE)
                        .filter(segment -> !(segment instanceof Result.Message))
                        .map(row -> row.get(0))))
                .startsWith(1, 2, 3)
                .hasSizeLessThan(900);
    }

    @Test
    void aMapperThatThrowsEndsTheQuery() {
        assertThatThrownBy(() -> Sql.all(result(Sql.numbers(1_000_000)).map(row -> {
                    throw new IllegalStateException("as wanted");
                })))
                .hasMessage("as wanted");
    }

    @Test
    void aQueryWithoutRowsCompletes() {
        StepVerifier.create(result("SELECT v FROM t WHERE k > 9").map(row -> row.get(0)), 1)
                .expectSubscription()
                .expectComplete()
                .verify(Sql.LONG);
    }

    @Test
    void aQueryRunsWhenItsRowsAreAskedFor() {
        List<? extends Result> results = Sql.all(connection
                .createBatch()
                .add("SELECT count(*) FROM t")
                .add("DELETE FROM t")
                .execute());

        assertThat(Sql.all(results.get(0).map(row -> row.get(0)))).containsExactly(0);
        assertThat(Sql.all(results.get(1).getRowsUpdated())).containsExactly(3L);
    }

    @Test
    void aQueryOfABatchSeesNothingOfWhatComesAfterIt() {
        Sql.await(Sql.update(connection, "INSERT INTO t(v) " + Sql.numbers(5_000)));

        List<Object> keys = Flux.from(connection
                        .createBatch()
                        .add("SELECT k FROM t")
                        .add("DELETE FROM t")
                        .execute())
                .flatMap(result -> result.map(row -> row.get(0)))
                .collectList()
                .block(Sql.LONG);

        assertThat(keys).hasSize(5_003);
    }
}
