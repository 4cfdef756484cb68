package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static java.util.stream.Collectors.averagingInt;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.testing.DefinedDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AggregateFunctionTests extends DefinedDatabase {

    private static final String NUMBERS =
            "WITH n(g, v) AS (VALUES ('a', 1), ('b', 10), ('a', 2), ('b', NULL), ('a', 4)) ";

    /** The sum of a group, as a window function. */
    private static final SqlFunction TOTAL =
            SqlFunction.window("total_of", Long.class, sum(), (sum, value) -> sum[0] -= value);

    private static Collector<Long, long[], Long> sum() {
        return Collector.of(() -> new long[1], (sum, value) -> sum[0] += value, (left, right) -> left, sum -> sum[0]);
    }

    @Test
    void aCollectorIsAnAggregate() throws Exception {
        open(
                SqlFunction.aggregate("mean", Integer.class, averagingInt(value -> value)),
                SqlFunction.aggregate(
                        "joined",
                        SqlFunction.ANY_NUMBER,
                        mapping(arguments -> arguments.get(0) + "=" + arguments.get(1), joining(";"))));

        assertThat(all(NUMBERS + "SELECT mean(v) FROM n GROUP BY g ORDER BY g")).containsExactly(7.0 / 3, 10.0);
        assertThat(one(NUMBERS + "SELECT joined(g, v) FROM n")).isEqualTo("a=1;b=10;a=2;b=null;a=4");
        assertThat(one(NUMBERS + "SELECT mean(v) || joined(g, v) FROM n WHERE g = 'b'"))
                .isEqualTo("10.0b=10;b=null");
    }

    @Test
    void anAggregateOfNoRowsHasTheResultOfTheEmptyCollector() throws Exception {
        open(TOTAL, SqlFunction.aggregate("texts", String.class, joining(",")));

        assertThat(one("SELECT texts(1) FROM sqlite_schema")).isEqualTo("");
        for (int i = 0; i < 3; i++) {
            assertThat(one("SELECT total_of(1) FROM sqlite_schema")).isEqualTo(0L);
            assertThat(one("SELECT total_of(2)")).isEqualTo(2L);
        }
    }

    @Test
    void aWindowFunctionTakesTheOldestRowOut() throws Exception {
        open(TOTAL);

        assertThat(all("WITH n(v) AS (VALUES (1), (2), (3), (4), (5))"
                        + " SELECT total_of(v) OVER (ORDER BY v ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM n"))
                .containsExactly(3L, 6L, 9L, 12L, 9L);
        assertThat(all(NUMBERS + "SELECT total_of(v) FROM n GROUP BY g ORDER BY g"))
                .containsExactly(7L, 10L);
    }

    @Test
    void anAggregateIsNoWindowFunction() throws Exception {
        open(SqlFunction.aggregate("mean", Integer.class, averagingInt(value -> value)));

        assertThat(failureOf(db.query("SELECT mean(1) OVER ()").list()))
                .hasMessageContaining("mean() may not be used as a window function");
    }

    @Test
    void groupsOfOneStatementAreApart() throws Exception {
        open(TOTAL, SqlFunction.aggregate("listed", Long.class, Collectors.counting()));

        assertThat(one("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                        + " SELECT sum(t) FROM (SELECT total_of(i) + listed(i) AS t FROM n GROUP BY i % 1000)"))
                .isEqualTo(20_000L * 20_001 / 2 + 20_000);
    }

    @Test
    void aFailureInEachPartFailsTheStatement() throws Exception {
        IllegalStateException reason = new IllegalStateException("expected");
        AtomicInteger results = new AtomicInteger();
        open(
                SqlFunction.aggregate(
                        "bad_start",
                        0,
                        Collector.of(
                                () -> {
                                    throw reason;
                                },
                                (state, arguments) -> {},
                                (left, right) -> left)),
                SqlFunction.aggregate(
                        "bad_step",
                        0,
                        Collector.of(
                                ArrayList::new,
                                (state, arguments) -> {
                                    throw reason;
                                },
                                (left, right) -> left,
                                state -> results.incrementAndGet())),
                SqlFunction.aggregate(
                        "bad_end",
                        0,
                        Collector.of(ArrayList::new, (state, arguments) -> {}, (left, right) -> left, state -> {
                            throw reason;
                        })),
                SqlFunction.window("bad_inverse", Long.class, sum(), (sum, value) -> {
                    throw reason;
                }));

        for (String call : List.of("bad_start()", "bad_step()", "bad_end()")) {
            assertThat(failureOf(db.query("SELECT " + call).list()))
                    .isInstanceOf(StatementException.class)
                    .hasRootCause(reason);
        }
        assertThat(results).hasValue(0);
        assertThat(failureOf(db.query("SELECT bad_inverse(v) OVER (ROWS 1 PRECEDING)"
                                + " FROM (SELECT 1 AS v UNION ALL SELECT 2 UNION ALL SELECT 3)")
                        .list()))
                .hasRootCause(reason);
    }

    @Test
    void aStatementThatEndsEarlyLeavesNoState() throws Exception {
        open(TOTAL, SqlFunction.scalar("fail", 1, arguments -> {
            throw new IllegalStateException("expected");
        }));
        await(db.execute("CREATE TABLE t(k)"));

        for (int i = 0; i < 100; i++) {
            assertThat(failureOf(
                            db.query("SELECT total_of(1), total_of(fail(1))").list()))
                    .hasRootCauseMessage("expected");
        }
        assertThat(one("SELECT total_of(3)")).isEqualTo(3L);
    }

    @Test
    void badAggregatesAreRefused() {
        assertThatThrownBy(() -> SqlFunction.aggregate("a", 1, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> SqlFunction.window("a", Long.class, sum(), null))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> SqlFunction.aggregate("", Long.class, sum())).hasMessageContaining("not blank");
    }
}
