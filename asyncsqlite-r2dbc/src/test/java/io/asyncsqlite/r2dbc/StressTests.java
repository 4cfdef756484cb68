package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.SqliteStats;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Many connections that move money between accounts: none is lost, and nothing is left behind. */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StressTests extends OpenFactory {

    private static final int CONNECTIONS = 500;
    private static final int TRANSACTIONS = 20_000;
    private static final int ACCOUNTS = 20;
    private static final int BALANCE = 1_000;
    private static final Duration WHOLE = Duration.ofMinutes(10);

    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger committed = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @BeforeEach
    void openAccounts() {
        Sql.await(Sql.update(
                connection, "CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER, moves INTEGER)"));
        Sql.await(Sql.update(
                connection, "INSERT INTO account SELECT i, ?, 0 FROM (" + Sql.numbers(ACCOUNTS) + ")", BALANCE));
    }

    @Test
    void fiveHundredConnectionsLoseNoUpdateAndLeaveNothingBehind() {
        List<Connection> connections = Flux.range(0, CONNECTIONS)
                .flatMap(i -> factory.create())
                .collectList()
                .block(Sql.LONG);

        Flux.range(0, CONNECTIONS)
                .flatMap(
                        i -> Flux.range(0, TRANSACTIONS / CONNECTIONS)
                                .concatMap(j -> transactionOrCancel(connections.get(i), j)),
                        CONNECTIONS)
                .then()
                .block(WHOLE);

        assertThat(failure.get()).isNull();
        assertThat(ended).hasValue(TRANSACTIONS);
        assertThat(cancelled).hasValueBetween(TRANSACTIONS / 5, TRANSACTIONS / 3);
        assertThat(committed.get()).isGreaterThan(TRANSACTIONS / 3);
        connections.forEach(each -> assertThat(each.isAutoCommit()).isTrue());
        Flux.fromIterable(connections).flatMap(Connection::close).blockLast(Sql.LONG);
        assertThat(Sql.all(Sql.query(connection, "SELECT sum(balance) FROM account")))
                .containsExactly(ACCOUNTS * BALANCE);
        // Each committed one moved twice; a cancelled one did so or did not.
        assertThat(((Number) Sql.all(Sql.query(connection, "SELECT sum(moves) FROM account"))
                                .get(0))
                        .intValue())
                .isBetween(2 * committed.get(), 2 * (committed.get() + cancelled.get()));
        assertNothingIsLeft();
    }

    @Test
    void cancelAndCloseLeaveNothingBehind() {
        Flux.range(0, 5_000)
                .flatMap(
                        i -> Mono.usingWhen(
                                        factory.create(),
                                        own -> i % 4 == 3 ? read(own) : move(own, false),
                                        Connection::close)
                                .takeUntilOther(soon())
                                .onErrorResume(this::note),
                        CONNECTIONS)
                .then()
                .block(WHOLE);

        assertThat(failure.get()).isNull();
        assertThat(Sql.all(Sql.query(connection, "SELECT sum(balance) FROM account")))
                .containsExactly(ACCOUNTS * BALANCE);
        assertNothingIsLeft();
    }

    private static Mono<Long> soon() {
        return Mono.delay(
                Duration.ofNanos(ThreadLocalRandom.current().nextInt(20_000) * 1_000L), Schedulers.parallel());
    }

    private void assertNothingIsLeft() {
        long deadline = System.nanoTime() + Sql.LONG.toNanos();
        SqliteStats stats;
        do {
            assertThat(System.nanoTime()).isLessThan(deadline);
            stats = database().stats();
        } while (stats.busyReaders() + stats.queuedReads() + stats.queuedWrites() > 0);
        // With a lease left behind this would wait for its age limit, and with a lock fail.
        Sql.await(connection.setLockWaitTimeout(Duration.ofSeconds(9)));
        Sql.await(connection.beginTransaction());
        Sql.await(connection.rollbackTransaction());
        assertThat(database().stats().totals().leaks()).isZero();
    }

    private Mono<Void> transactionOrCancel(Connection own, int round) {
        Mono<Void> work = round % 4 == 3 ? read(own) : move(own, round % 4 == 2);
        return (ThreadLocalRandom.current().nextInt(4) == 0 ? cancelledSoon(own, work) : work.onErrorResume(this::note))
                .doOnSuccess(done -> ended.incrementAndGet());
    }

    private Mono<Void> note(Throwable error) {
        failure.compareAndSet(null, error);
        return Mono.empty();
    }

    private Mono<Void> move(Connection own, boolean autoCommit) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int from = random.nextInt(ACCOUNTS) + 1;
        int to = random.nextInt(ACCOUNTS) + 1;
        if (autoCommit) {
            return Sql.update(
                            own,
                            "UPDATE account SET balance = balance + CASE id WHEN ?1 THEN -1 ELSE 1 END, moves = moves"
                                    + " + 1 WHERE id IN (?1, ?2)",
                            from,
                            from == ACCOUNTS ? 1 : from + 1)
                    .doOnNext(moved -> committed.incrementAndGet())
                    .then();
        }
        return Mono.from(own.beginTransaction())
                .thenMany(Sql.query(own, "SELECT balance FROM account WHERE id = ?", from))
                .concatMap(balance -> Sql.update(
                        own, "UPDATE account SET balance = ?, moves = moves + 1 WHERE id = ?", (int) balance - 1, from))
                .thenMany(Sql.query(own, "SELECT balance FROM account WHERE id = ?", to))
                .concatMap(balance -> Sql.update(
                        own, "UPDATE account SET balance = ?, moves = moves + 1 WHERE id = ?", (int) balance + 1, to))
                .then(Mono.from(own.commitTransaction()))
                .doOnSuccess(done -> committed.incrementAndGet());
    }

    private Mono<Void> read(Connection own) {
        return Sql.query(own, "SELECT sum(balance) FROM account")
                .doOnNext(sum -> assertThat(sum).isEqualTo(ACCOUNTS * BALANCE))
                .then();
    }

    /** Subscribes, cancels after a moment, and rolls back as every user must. */
    private Mono<Void> cancelledSoon(Connection own, Mono<Void> work) {
        int micros = ThreadLocalRandom.current().nextInt(3_000);
        Publisher<Long> later = Mono.delay(Duration.ofNanos(micros * 1_000L), Schedulers.parallel());
        return work.takeUntilOther(later)
                .onErrorResume(R2dbcException.class, e -> note(e))
                .doFinally(signal -> cancelled.incrementAndGet())
                .then(Mono.from(own.rollbackTransaction()));
    }
}
