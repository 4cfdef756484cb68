package io.asyncsqlite.r2dbc;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Short forms for tests, which may block. */
final class Sql {

    static final Duration LONG = Duration.ofSeconds(20);

    static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000000000) SELECT max(i) FROM n";
    static final String ENDLESS_INSERT =
            "INSERT INTO t(k) WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT -i FROM n";

    private Sql() {}

    static String numbers(long count) {
        return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + count
                + ") SELECT i FROM n LIMIT " + count;
    }

    static <T> T await(Publisher<T> publisher) {
        return Mono.from(publisher).block(LONG);
    }

    static <T> List<T> all(Publisher<T> publisher) {
        return Flux.from(publisher).collectList().block(LONG);
    }

    static Mono<Long> update(Connection connection, String sql, Object... values) {
        return Flux.from(bound(connection, sql, values).execute())
                .concatMap(Result::getRowsUpdated)
                .reduce(0L, Long::sum);
    }

    static Flux<Object> query(Connection connection, String sql, Object... values) {
        return Flux.from(bound(connection, sql, values).execute()).concatMap(result -> result.map(row -> row.get(0)));
    }

    static Statement bound(Connection connection, String sql, Object... values) {
        Statement statement = connection.createStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.bind(i, values[i]);
        }
        return statement;
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the latch was not opened");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
