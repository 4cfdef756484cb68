package io.asyncsqlite.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.examples.ReactorExamples.Memo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What docs/reactor.md shows and says holds. */
@Timeout(60)
class ReactorExamplesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) ";

    @TempDir
    Path directory;

    private AsyncSqlite db;

    @BeforeEach
    void open() {
        db = AsyncSqlite.open(directory.resolve("reactor.db"));
        db.execute("CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT UNIQUE NOT NULL, stars INTEGER)")
                .join();
    }

    @AfterEach
    void close() {
        db.close();
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private Flux<Long> endless() {
        return JdkFlowAdapter.flowPublisherToFlux(db.query(ENDLESS + "SELECT i FROM n").mapTo(Long.class).stream());
    }

    @Test
    void downloadHasALineForEachRow() {
        ReactorExamples.add(db, "one").block(PATIENCE);

        StepVerifier.create(ReactorExamples.download(db).map(buffer -> buffer.toString(StandardCharsets.UTF_8)))
                .expectNext("{\"id\":1,\"body\":\"one\"}\n")
                .verifyComplete();
    }

    @Test
    void examplesWork() {
        Mono<?> add = ReactorExamples.add(db, "hi");
        assertThat(ReactorExamples.all(db).collectList().block(PATIENCE)).isEmpty();
        add.block(PATIENCE);

        assertThat(ReactorExamples.live(db).blockFirst(PATIENCE)).containsExactly(new Memo(1, "hi", null));
        assertThat(ReactorExamples.addStar(db, 1).block(PATIENCE).rowsUpdated()).isEqualTo(1);
        assertThat(ReactorExamples.all(db).collectList().block(PATIENCE)).containsExactly(new Memo(1, "hi", 1));
        assertThat(ReactorExamples.find(db, 1).block(PATIENCE)).isEqualTo(new Memo(1, "hi", 1));
        assertThat(ReactorExamples.find(db, 2).blockOptional(PATIENCE)).isEmpty();
        StepVerifier.create(add)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                ConstraintException.class,
                                refused -> assertThat(refused.columns()).containsExactly("body")))
                .verify(PATIENCE);
    }

    @Test
    void disposedMonoStopsItsQuery() {
        Disposable query = Mono.fromFuture(
                        () -> db.query(ENDLESS + "SELECT max(i) FROM n").list())
                .subscribe();
        until(() -> db.stats().busyReaders() == 1);

        query.dispose();

        until(() -> db.stats().busyReaders() == 0);
        until(() -> db.stats().totals().cancelled() == 1);
    }

    @Test
    void disposedTransactionRollsBackAndCancelsItsWork() throws Exception {
        CountDownLatch inserted = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Disposable transaction = ReactorExamples.inTransaction(
                        db,
                        tx -> Mono.fromFuture(() -> tx.execute("INSERT INTO note(body) VALUES ('gone')"))
                                .doOnNext(written -> inserted.countDown())
                                .then(Mono.never())
                                .doOnCancel(cancelled::countDown))
                .subscribe();
        assertThat(inserted.await(20, TimeUnit.SECONDS)).isTrue();

        transaction.dispose();

        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        ReactorExamples.add(db, "after").block(PATIENCE);
        assertThat(ReactorExamples.all(db).map(Memo::body).collectList().block(PATIENCE))
                .containsExactly("after");
    }

    @Test
    void failureInATransactionKeepsItsTypeAndRollsBack() {
        Mono<?> failing = ReactorExamples.inTransaction(
                db,
                tx -> Mono.fromFuture(() -> tx.execute("INSERT INTO note(body) VALUES ('gone')"))
                        .then(Mono.error(new IllegalStateException("mine"))));

        StepVerifier.create(failing)
                .expectErrorMatches(
                        failure -> failure instanceof IllegalStateException && "mine".equals(failure.getMessage()))
                .verify(PATIENCE);
        assertThat(ReactorExamples.all(db).collectList().block(PATIENCE)).isEmpty();
    }

    @Test
    void contextOfTheSubscriberReachesTheWork() {
        Mono<String> seen = ReactorExamples.inTransaction(
                        db,
                        tx -> Mono.fromFuture(() -> tx.execute("INSERT INTO note(body) VALUES ('a')"))
                                .then(Mono.deferContextual(context -> Mono.just(context.<String>get("user")))))
                .contextWrite(context -> context.put("user", "Ada"));

        assertThat(seen.block(PATIENCE)).isEqualTo("Ada");
    }

    @Test
    void emptyWorkCommits() {
        Mono<Void> work = ReactorExamples.inTransaction(
                db,
                tx -> Mono.fromFuture(() -> tx.execute("INSERT INTO note(body) VALUES ('a')"))
                        .then());

        StepVerifier.create(work).verifyComplete();
        assertThat(ReactorExamples.all(db).collectList().block(PATIENCE)).hasSize(1);
    }

    @Test
    void fluxReadsOnlyAsFarAsItIsAskedFor() {
        StepVerifier.create(endless(), 3)
                .expectNext(1L, 2L, 3L)
                .thenRequest(2)
                .expectNext(4L, 5L)
                .thenCancel()
                .verify(PATIENCE);
        assertThat(endless().limitRate(10).take(5_000).last().block(PATIENCE)).isEqualTo(5_000);

        until(() -> db.stats().streamConnections() == 0);
    }

    @Test
    void cancelBeforeItsTurnRunsNothing() throws Exception {
        CompletableFuture<Void> release = new CompletableFuture<>();
        CompletableFuture<Void> holds = new CompletableFuture<>();
        CompletableFuture<Void> holder = db.inTransaction(tx -> {
            holds.complete(null);
            return release;
        });
        holds.get(20, TimeUnit.SECONDS);

        ReactorExamples.add(db, "never").subscribe().dispose();
        release.complete(null);
        holder.get(20, TimeUnit.SECONDS);

        assertThat(ReactorExamples.all(db).collectList().block(PATIENCE)).isEmpty();
    }
}
