package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.SqliteStats;
import io.r2dbc.spi.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class CancellationTests extends OpenFactory {

    private void awaitStats(Predicate<SqliteStats> wanted) {
        long deadline = System.nanoTime() + Sql.LONG.toNanos();
        while (!wanted.test(database().stats())) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aCancelledWriteThatWaitsNeverRuns() {
        CountDownLatch writer = holdWriter();
        Disposable waiting =
                Sql.update(connection, "INSERT INTO t VALUES (1, 'x')").subscribe();
        assertThat(database().stats().queuedWrites()).isEqualTo(1);

        waiting.dispose();

        assertThat(database().stats().queuedWrites()).isZero();
        writer.countDown();
        assertThat(Sql.await(Sql.update(connection, "INSERT INTO t VALUES (2, 'x')")))
                .isEqualTo(1);
        assertThat(keys()).containsExactly(2);
    }

    @Test
    void aCancelledWriteThatRunsIsStoppedAndUndone() {
        Disposable running = Sql.update(connection, Sql.ENDLESS_INSERT).subscribe();
        CompletableFuture<Long> behind =
                Sql.update(connect(), "INSERT INTO t VALUES (1, 'x')").toFuture();

        running.dispose();

        assertThat(behind).succeedsWithin(Sql.LONG).isEqualTo(1L);
        assertThat(keys()).containsExactly(1);
    }

    @Test
    void aCancelledQueryThatRunsGivesItsReaderBack() {
        Disposable running = Sql.query(connection, Sql.ENDLESS).subscribe();
        awaitStats(stats -> stats.busyReaders() == 1);

        running.dispose();

        awaitStats(stats -> stats.busyReaders() == 0);
        assertThat(keys()).isEmpty();
    }

    @Test
    void aSubscriberThatHasEnoughRowsGivesItsReaderBack() {
        StepVerifier.create(Sql.query(connection, Sql.numbers(10_000_000)).take(10))
                .expectNextCount(10)
                .expectComplete()
                .verify(Sql.LONG);

        awaitStats(stats -> stats.busyReaders() == 0);
    }

    @Test
    void aQueryWhoseResultNobodyReadsDoesNotRun() {
        Flux.range(0, 100)
                .concatMap(
                        i -> connection.createStatement(Sql.numbers(10_000_000)).execute())
                .blockLast(Sql.LONG);

        assertThat(database().stats().busyReaders()).isZero();
        assertThat(database().stats().queuedReads()).isZero();
    }

    @Test
    void cancellingAtAnyMomentGivesTheReaderBack() {
        for (int i = 0; i < 500; i++) {
            Flux.from(connection.createStatement(Sql.numbers(10_000_000)).execute())
                    .concatMap(result -> result.map(row -> row.get(0)))
                    .subscribe()
                    .dispose();
        }

        awaitStats(stats -> stats.busyReaders() == 0 && stats.queuedReads() == 0);
    }

    @Test
    void theFirstResultIsReadAlthoughItsPublisherIsCancelled() {
        assertThat(Mono.from(connection.createStatement("SELECT 7").execute())
                        .flatMap(result -> Mono.from(result.map(row -> row.get(0))))
                        .block(Sql.LONG))
                .isEqualTo(7);
    }

    @Test
    void aCancelledTransactionIsRolledBackAndFreesTheWriter() {
        Disposable running = Flux.usingWhen(
                        factory.create(),
                        own -> Mono.from(own.beginTransaction())
                                .then(Sql.update(own, "INSERT INTO t VALUES (1, 'x')"))
                                .thenMany(Sql.query(own, Sql.ENDLESS)),
                        Connection::close)
                .subscribe();
        awaitStats(stats -> stats.queuedWrites() == 0);
        CompletableFuture<Long> behind =
                Sql.update(connection, "INSERT INTO t VALUES (2, 'x')").toFuture();

        running.dispose();

        assertThat(behind).succeedsWithin(Sql.LONG).isEqualTo(1L);
        assertThat(keys()).contains(2).doesNotContain(1);
    }

    @Test
    void closingWaitsForACommitThatWasCancelled() {
        Connection other = connect();
        Sql.await(other.beginTransaction());
        Sql.await(Sql.update(other, "INSERT INTO t VALUES (1, 'x')"));

        Mono.from(other.commitTransaction()).subscribe().dispose();
        Sql.await(other.close());

        assertThat(keys()).containsExactly(1);
    }
}
