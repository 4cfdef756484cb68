package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.Result;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class BackpressureTests extends OpenFactory {

    /** Its tenth row takes hours; chunks of two, two of them ahead, do not reach it. */
    private static final String ENDLESS_AT_TEN =
            "SELECT CASE WHEN i < 10 THEN i ELSE (" + Sql.ENDLESS + ") END FROM (" + Sql.numbers(100) + ")";

    @Test
    void rowsComeOnlyAsTheyAreAskedFor() {
        StepVerifier.create(Sql.query(connection, Sql.numbers(1_000)), 0)
                .expectSubscription()
                .thenRequest(1)
                .expectNext(1)
                .thenRequest(3)
                .expectNext(2, 3, 4)
                .thenRequest(996)
                .expectNextCount(996)
                .expectComplete()
                .verify(Sql.LONG);
    }

    @Test
    void resultsComeOnlyAsTheyAreAskedFor() {
        StepVerifier.create(
                        connection
                                .createBatch()
                                .add("INSERT INTO t VALUES (1, 'x')")
                                .add("INSERT INTO t VALUES (2, 'x')")
                                .execute(),
                        0)
                .thenRequest(1)
                .expectNextCount(1)
                .then(() -> assertThat(keys()).containsExactly(1))
                .thenRequest(1)
                .expectNextCount(1)
                .expectComplete()
                .verify(Sql.LONG);
    }

    @Test
    void aSlowSubscriberHoldsBackAQueryThatIsFarAhead() {
        AtomicLong mapped = new AtomicLong();
        Flux<Long> rows = Flux.from(
                        connection.createStatement(Sql.numbers(10_000_000)).execute())
                .concatMap(result -> result.map(row -> mapped.incrementAndGet()));

        StepVerifier.create(rows, 10)
                .expectNextCount(10)
                .then(() -> assertThat(mapped).hasValue(10))
                .thenRequest(20_000)
                .expectNextCount(20_000)
                .then(() -> assertThat(mapped).hasValue(20_010))
                .thenCancel()
                .verify(Sql.LONG);
    }

    @Test
    void segmentsComeOnlyAsTheyAreAskedFor() {
        StepVerifier.create(
                        Flux.from(connection.createStatement(Sql.numbers(500)).execute())
                                .concatMap(result -> result.filter(segment -> true)
                                        .flatMap(segment -> Flux.just(((Result.RowSegment) segment)
                                                .row()
                                                .get(0)))),
                        0)
                .thenRequest(2)
                .expectNext(1, 2)
                .thenRequest(498)
                .expectNextCount(498)
                .expectComplete()
                .verify(Sql.LONG);
    }

    @Test
    void allRowsComeWhateverTheFetchSize() {
        assertThat(Sql.all(fetched(Sql.numbers(1_000), 7))).hasSize(1_000);
    }

    @Test
    void noMoreRowsAreReadAtATimeThanTheFetchSize() {
        StepVerifier.create(fetched(ENDLESS_AT_TEN, 2), 2)
                .expectNext(1, 2)
                .thenCancel()
                .verify(Sql.LONG);
    }

    @Test
    void aTransactionReadsNoMoreAtATimeThanTheFetchSizeEither() {
        Sql.await(connection.beginTransaction());

        StepVerifier.create(fetched(ENDLESS_AT_TEN, 2), 2)
                .expectNext(1, 2)
                .thenCancel()
                // Before the age of the transaction ends the chunk that does not end.
                .verify(Duration.ofSeconds(8));
    }

    private Flux<Object> fetched(String sql, int fetchSize) {
        return Flux.from(connection.createStatement(sql).fetchSize(fetchSize).execute())
                .concatMap(result -> result.map(row -> row.get(0)));
    }

    @Test
    void manyRowsReachAnotherThreadInOrder() {
        AtomicLong last = new AtomicLong();
        Sql.query(connection, Sql.numbers(200_000))
                .publishOn(Schedulers.parallel(), 256)
                .doOnNext(row -> assertThat(last.incrementAndGet()).isEqualTo(((Number) row).longValue()))
                .blockLast(Sql.LONG);

        assertThat(last).hasValue(200_000);
    }

    @Test
    void aSubscriberThatNeverAsksLosesItsReader() {
        SqliteConnectionFactory strict =
                factoryOf("r2dbc:sqlite:///" + directory.resolve("strict.db") + "?streamTimeout=PT2S&readers=1");
        Connection other = Sql.await(strict.create());

        StepVerifier.create(Sql.query(other, Sql.numbers(1_000_000)), 1)
                .expectNext(1)
                .expectError(R2dbcTimeoutException.class)
                .verify(Sql.LONG);
    }

    @Test
    void rowsOfMemoryAreStreamedToo() {
        try (AsyncSqlite memory = AsyncSqlite.open(
                SqliteOptions.memory().engine(TestEngine.choice()).build())) {
            Connection other = Sql.await(new SqliteConnectionFactory(memory).create());

            StepVerifier.create(Sql.query(other, Sql.numbers(1_000)), 5)
                    .expectNextCount(5)
                    .thenRequest(Long.MAX_VALUE)
                    .expectNextCount(995)
                    .expectComplete()
                    .verify(Duration.ofSeconds(20));
        }
    }
}
