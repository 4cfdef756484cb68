package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class StatementTests extends OpenFactory {

    private static List<Object> values(Statement statement) {
        return Flux.from(statement.execute())
                .concatMap(result -> result.map(row -> row.get(0)))
                .collectList()
                .block(Sql.LONG);
    }

    private static List<Long> counts(Statement statement) {
        return Flux.from(statement.execute())
                .concatMap(Result::getRowsUpdated)
                .collectList()
                .block(Sql.LONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ? || ?",
                "SELECT ?1 || ?2",
                "SELECT $1 || $2",
                "SELECT :a || :b",
                "SELECT @a || @b",
                "SELECT $a || $b"
            })
    void parametersOfEveryStyleAreBoundByIndex(String sql) {
        assertThat(values(connection.createStatement(sql).bind(0, "x").bind(1, "y")))
                .containsExactly("xy");
        assertThat(values(connection.createStatement(sql).bind(1, "y").bind(0, "x")))
                .containsExactly("xy");
    }

    @ParameterizedTest
    @CsvSource({
        "SELECT :a || :b, a, b",
        "SELECT :a || :b, :a, :b",
        "SELECT @a || @b, @a, b",
        "SELECT $a || $b, $a, $b",
        "SELECT $1 || $2, $1, $2",
        "SELECT ?1 || ?2, ?1, ?2",
        "SELECT $2 || $1, $2, $1",
    })
    void parametersAreBoundByName(String sql, String first, String second) {
        assertThat(values(connection.createStatement(sql).bind(first, "x").bind(second, "y")))
                .containsExactly("xy");
    }

    @Test
    void aParameterThatIsUsedTwiceIsBoundOnce() {
        assertThat(values(connection
                        .createStatement("SELECT :a || :b || :a")
                        .bind("a", "x")
                        .bind("b", "y")))
                .containsExactly("xyx");
        assertThat(values(connection
                        .createStatement("SELECT $2 || $1 || $2")
                        .bind(0, "x")
                        .bind(1, "y")))
                .containsExactly("yxy");
    }

    @Test
    void aNumberThatIsNotUsedNeedsNoValue() {
        assertThat(values(connection.createStatement("SELECT $3").bind(2, "x"))).containsExactly("x");
    }

    @Test
    void parametersInTextsAndCommentsAreNone() {
        Statement statement = connection.createStatement("SELECT '?:a$1' /* :b */ || ? -- ?");

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> statement.bind(1, "x"));
        assertThat(values(statement.bind(0, "x"))).containsExactly("?:a$1x");
    }

    @Test
    void wrongBindingsFailAtOnce() {
        Statement statement = connection.createStatement("SELECT :a");

        assertThatIllegalArgumentException().isThrownBy(() -> statement.bind(0, null));
        assertThatIllegalArgumentException().isThrownBy(() -> statement.bind("a", null));
        assertThatIllegalArgumentException().isThrownBy(() -> statement.bind(null, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> statement.bindNull(0, null));
        assertThatIllegalArgumentException().isThrownBy(() -> statement.bindNull(null, String.class));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> statement.bind(-1, "x"));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> statement.bindNull(1, String.class));
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> statement.bind("b", "x"))
                .withMessage("no parameter 'b': there are [a]");
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> statement.bind("?1", "x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> statement.bind(0, new Object()))
                .withMessage("values of java.lang.Object are not supported: a codec is needed");
        assertThatIllegalArgumentException().isThrownBy(() -> statement.bind(0, new Object[] {new Object()}));
        assertThatIllegalArgumentException().isThrownBy(() -> statement.bind(0, Parameters.out(R2dbcType.INTEGER)));
    }

    @Test
    void typedParametersAreBoundByTheirValue() {
        assertThat(values(connection.createStatement("SELECT ?").bind(0, Parameters.in(R2dbcType.INTEGER, 7))))
                .containsExactly(7);
        assertThat(values(connection.createStatement("SELECT typeof(?)").bind(0, Parameters.in(R2dbcType.VARCHAR))))
                .containsExactly("null");
        assertThat(values(connection.createStatement("SELECT typeof(?)").bind(0, Optional.empty())))
                .containsExactly("null");
    }

    @Test
    void aValueThatSqliteCannotHoldFailsWithoutBeingQuoted() {
        Statement statement = connection
                .createStatement("SELECT ?")
                .bind(0, new java.math.BigInteger("123456789012345678901234567890"));

        assertThatThrownBy(() -> values(statement))
                .isInstanceOf(R2dbcDataIntegrityViolationException.class)
                .hasMessageNotContaining("1234567890");
    }

    @Test
    void missingValuesFailAtOnce() {
        Statement statement = connection.createStatement("SELECT :a || :b").bind("b", 1);

        assertThatIllegalStateException().isThrownBy(statement::execute).withMessage("parameter 'a' has no value");
        assertThatIllegalStateException().isThrownBy(statement::add);
    }

    @Test
    void addRunsTheStatementForEachSetOfValues() {
        Statement statement = connection.createStatement("INSERT INTO t VALUES (?, ?)");
        for (int i = 0; i < 100; i++) {
            statement = (i == 0 ? statement : statement.add()).bind(0, i).bindNull(1, String.class);
        }

        assertThat(counts(statement)).hasSize(100).containsOnly(1L);
        assertThat(keys()).hasSize(100);
    }

    @Test
    void aTrailingAddFails() {
        Statement statement = connection
                .createStatement("INSERT INTO t(k) VALUES (?)")
                .bind(0, 1)
                .add();

        assertThatIllegalStateException().isThrownBy(statement::execute);
    }

    @Test
    void everySubscriptionRunsTheStatementWithItsOwnValues() {
        Statement statement =
                connection.createStatement("INSERT INTO t(v) VALUES (?)").bind(0, "first");
        Flux<Long> first = Flux.from(statement.execute()).concatMap(Result::getRowsUpdated);
        statement.bind(0, "second");

        first.blockLast(Sql.LONG);
        first.blockLast(Sql.LONG);

        assertThat(Sql.all(Sql.query(connection, "SELECT v FROM t"))).containsExactly("first", "first");
    }

    @Test
    void statementRunsOnceAResultIsRequested() {
        Publisher<? extends Result> insert =
                connection.createStatement("INSERT INTO t VALUES (1, 'x')").execute();
        assertThat(keys()).isEmpty();

        StepVerifier.create(insert, 0)
                .expectSubscription()
                .then(() -> assertThat(keys()).isEmpty())
                .thenRequest(1)
                .expectNextCount(1)
                .expectComplete()
                .verify(Sql.LONG);

        assertThat(keys()).containsExactly(1);
    }

    @Test
    void aStatementRunsOnceHoweverOftenItsSubscriberAsks() {
        StepVerifier.create(
                        connection
                                .createStatement("INSERT INTO t(v) VALUES ('x')")
                                .execute(),
                        0)
                .thenRequest(1)
                .thenRequest(1)
                .thenRequest(Long.MAX_VALUE)
                .expectNextCount(1)
                .expectComplete()
                .verify(Sql.LONG);

        assertThat(keys()).containsExactly(1);
    }

    @Test
    void onlyTheStatementsThatWereAskedForRun() {
        StepVerifier.create(
                        connection
                                .createBatch()
                                .add("INSERT INTO t VALUES (1, 'x')")
                                .add("INSERT INTO t VALUES (2, 'x')")
                                .add("INSERT INTO t VALUES (3, 'x')")
                                .execute(),
                        0)
                .thenRequest(2)
                .expectNextCount(2)
                .thenCancel()
                .verify(Sql.LONG);

        assertThat(keys()).containsExactly(1, 2);
    }

    @Test
    void aResultThatNobodyReadsHasRunAllTheSame() {
        Flux.from(connection.createStatement("INSERT INTO t VALUES (1, 'x')").execute())
                .then()
                .block(Sql.LONG);

        assertThat(keys()).containsExactly(1);
    }

    @Test
    void aBatchRunsItsStatementsInOrderAndStopsAtTheFirstError() {
        AtomicInteger results = new AtomicInteger();
        Flux<Long> batch = Flux.from(connection
                        .createBatch()
                        .add("INSERT INTO t VALUES (1, 'x')")
                        .add("INSERT INTO t VALUES (1, 'x')")
                        .add("INSERT INTO t VALUES (2, 'x')")
                        .execute())
                .doOnNext(result -> results.incrementAndGet())
                .concatMap(Result::getRowsUpdated);

        assertThatThrownBy(() -> batch.blockLast(Sql.LONG)).isInstanceOf(R2dbcDataIntegrityViolationException.class);
        assertThat(results).hasValue(1);
        assertThat(keys()).containsExactly(1);
    }

    @Test
    void aBatchTakesNoParametersAndMayBeEmpty() {
        assertThatThrownBy(() -> connection.createBatch().add("SELECT ?")).isInstanceOf(R2dbcBadGrammarException.class);
        assertThat(Sql.all(connection.createBatch().execute())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " -- only a comment", "BEGIN", "COMMIT", "SELECT 1 \0"})
    void aTextThatIsNoStatementIsRefusedAtOnce(String sql) {
        assertThatThrownBy(() -> connection.createStatement(sql))
                .isInstanceOfSatisfying(R2dbcBadGrammarException.class, e -> {
                    assertThat(e.getOffendingSql()).isEqualTo(sql);
                    assertThat(e.getSqlState()).isEqualTo("42000");
                })
                .hasMessageEndingWith(": nothing was executed");
    }

    @Test
    void statementsThatRunOnlyOutsideOfATransactionRun() {
        assertThat(counts(connection.createStatement("VACUUM"))).isEmpty();
        assertThat(counts(connection.createStatement("PRAGMA user_version = 7")))
                .isEmpty();
        assertThat(values(connection.createStatement("PRAGMA user_version"))).containsExactly(7);
    }

    @Test
    void aReadSeesTheWritesThatWereSubscribedBefore() {
        for (int i = 1; i <= 50; i++) {
            Flux<Object> both = Flux.mergeSequential(
                    Sql.update(connection, "INSERT INTO t(v) VALUES ('x')"),
                    Sql.query(connection, "SELECT count(*) FROM t"));
            assertThat(both.collectList().block(Sql.LONG)).containsExactly(1L, i);
        }
    }

    @Test
    void aTextOfSeveralStatementsGivesAResultForEach() {
        List<Object> results = Flux.from(connection
                        .createStatement("INSERT INTO t VALUES (1, 'a;b'); -- one; comment\n;;"
                                + "SELECT v FROM t; UPDATE t SET v = 'c'; SELECT v FROM t;")
                        .execute())
                .concatMap(result -> result.<Object>flatMap(segment -> Mono.just(
                        segment instanceof Result.UpdateCount count
                                ? count.value()
                                : ((Result.RowSegment) segment).row().get(0))))
                .collectList()
                .block(Sql.LONG);

        assertThat(results).containsExactly(1L, "a;b", 1L, "c");
    }

    @Test
    void theBodyOfATriggerIsNotSplit() {
        assertThat(counts(connection.createStatement("CREATE TABLE log (k);"
                        + "CREATE TRIGGER logged AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.k);"
                        + " UPDATE t SET v = CASE WHEN v IS NULL THEN 'none' ELSE v END WHERE k = new.k; END;"
                        + "INSERT INTO t(k) VALUES (7)")))
                .containsExactly(0L, 0L, 1L);
        assertThat(values(connection.createStatement("SELECT k FROM log; SELECT v FROM t")))
                .containsExactly(7, "none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (?1, ?2); SELECT v || ?1 FROM t WHERE k = ?1",
                "INSERT INTO t VALUES ($1, $2); SELECT v || $1 FROM t WHERE k = $1",
                "INSERT INTO t VALUES (:k, :v); SELECT v || :k FROM t WHERE k = :k",
            })
    void theStatementsOfATextShareTheirParameters(String sql) {
        assertThat(values(connection.createStatement(sql).bind(0, 7).bind(1, "v")))
                .containsExactly("v7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT ?; SELECT ?", "SELECT ?1; SELECT :a", "SELECT 1; SELECT '?1', ?"})
    void parametersOfATextOfSeveralStatementsMustBeNumberedOrNamed(String sql) {
        assertThatThrownBy(() -> connection.createStatement(sql))
                .isInstanceOf(R2dbcBadGrammarException.class)
                .hasMessageContaining("must number all its parameters");
    }

    @Test
    void aTextOfSeveralStatementsRunsForEachSetOfValues() {
        assertThat(values(connection
                        .createStatement("DELETE FROM t WHERE k = :k; SELECT :k")
                        .bind("k", 1)
                        .add()
                        .bind("k", 2)))
                .containsExactly(1, 2);
    }

    @Test
    void generatedValuesAreReturned() {
        Statement statement = connection
                .createStatement("INSERT INTO t(v) VALUES (:v), ('RETURNING') -- RETURNING")
                .bind("v", "x")
                .returnGeneratedValues("K");

        assertThat(values(statement)).containsExactly(1, 2);
        assertThat(counts(statement)).containsExactly(2L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"INSERT INTO t(v) VALUES (:returning)", "INSERT INTO t(v) VALUES (:returning) /* RETURNING v"})
    void returningInACommentDoesNotSuppressGeneratedValues(String sql) {
        assertThat(values(connection.createStatement(sql).bind("returning", "x").returnGeneratedValues("k")))
                .containsExactly(1);
    }

    @Test
    @Timeout(20)
    void thousandsOfNamesAreBoundOneByOne() {
        int names = 20_000;
        String list = IntStream.range(0, names).mapToObj(i -> ":n" + i).collect(Collectors.joining(","));
        Statement statement = connection.createStatement("SELECT " + (names - 1) + " IN (" + list + ")");
        for (int i = 0; i < names; i++) {
            statement.bind("n" + i, i);
        }

        assertThat(values(statement)).containsExactly(1);
    }

    @Test
    void generatedValuesWithoutColumnsAreAllColumns() {
        assertThat(Flux.from(connection
                                .createStatement("INSERT INTO t(v) VALUES ('x')")
                                .returnGeneratedValues()
                                .execute())
                        .concatMap(result -> result.map(row -> row.get("k") + "," + row.get("v")))
                        .collectList()
                        .block(Sql.LONG))
                .containsExactly("1,x");
    }

    @Test
    void generatedValuesAreReturnedForEachSetOfValues() {
        assertThat(values(connection
                        .createStatement("INSERT INTO t(v) VALUES (?);")
                        .returnGeneratedValues("k")
                        .bind(0, "a")
                        .add()
                        .bind(0, "b")))
                .containsExactly(1, 2);
    }

    @Test
    void aColumnThatDoesNotExistIsNotTakenForAText() {
        assertThatThrownBy(() -> values(connection
                        .createStatement("INSERT INTO t(v) VALUES ('x')")
                        .returnGeneratedValues("no`such column")))
                .isInstanceOf(R2dbcBadGrammarException.class)
                .hasMessageContaining("no`such column");
        assertThat(keys()).isEmpty();
    }

    @Test
    void aStatementThatReturnsValuesByItselfIsLeftAlone() {
        Statement statement = connection
                .createStatement("INSERT INTO t(v) VALUES ('x') RETURNING v AS own")
                .returnGeneratedValues("k");

        assertThat(values(statement)).containsExactly("x");
        assertThat(values(connection.createStatement("UPDATE t SET v = 'y' RETURNING v")))
                .containsExactly("y");
        assertThat(values(connection.createStatement("SELECT 7").returnGeneratedValues()))
                .containsExactly(7);
        assertThatIllegalArgumentException().isThrownBy(() -> statement.returnGeneratedValues((String[]) null));
        assertThatIllegalArgumentException().isThrownBy(() -> statement.returnGeneratedValues("k", null));
    }

    @Test
    void rowsOfReturningComeWithTheirCount() {
        List<String> segments = Flux.from(connection
                        .createStatement("INSERT INTO t(v) VALUES ('a'), ('b') RETURNING v")
                        .execute())
                .concatMap(result -> result.flatMap(segment -> Mono.just(
                        segment instanceof Result.UpdateCount count
                                ? "count " + count.value()
                                : "row " + ((Result.RowSegment) segment).row().get(0))))
                .collectList()
                .block(Sql.LONG);

        assertThat(segments).containsExactly("row a", "row b", "count 2");
    }

    @Test
    void fetchSizeMustNotBeNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> connection.createStatement("SELECT 1").fetchSize(-1));
    }
}
