package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.EachElement;
import io.asyncsqlite.testing.Numbers;
import io.asyncsqlite.testing.Place;
import io.asyncsqlite.testing.Probe;
import io.asyncsqlite.testing.Threads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream that waits for its consumer has a reader of its own, so that no other read waits for that consumer. */
@Timeout(120)
class StreamConnectionTests {

    private static final int LARGE = 1_000_000;

    @TempDir
    Path directory;

    private AsyncSqlite db;

    private void open(int readers, int streamConnections) {
        db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("app.db"))
                .readers(readers)
                .streamConnections(streamConnections)
                .transactionTimeout(Duration.ofMinutes(2))
                .build());
    }

    @AfterEach
    void close() {
        db.close();
        assertThat(Threads.of("app.db")).isEmpty();
    }

    private CompletableFuture<Long> point(Object value) {
        return db.query("SELECT ?", value).mapTo(Long.class).one();
    }

    /** Opens a stream whose subscriber has one row and asks for no more. */
    private Probe idleStream() throws Exception {
        Probe probe = new Probe(Numbers.to(db, LARGE).stream());
        probe.subscription.request(1);
        assertThat(probe.next()).isEqualTo(1L);
        return probe;
    }

    private static void isRefused(Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(ConnectionLimitException.class, refused -> {
                    assertThat(refused.outcome()).isEqualTo(Outcome.NOT_EXECUTED);
                    assertThat(refused.retryable()).isTrue();
                })
                .hasMessageStartingWith("All connections for streams and read-only transactions of 'app.db' are in use"
                        + " (streamConnections=")
                .hasMessageContaining("): the operation was not executed, end others first or raise the option [");
    }

    @Test
    void aQueryForEachRowOfAStreamFindsAReader() throws Exception {
        open(1, 8);

        List<CompletableFuture<Integer>> users = IntStream.range(0, 4)
                .mapToObj(user -> EachElement.of(Numbers.to(db, 500).stream(), this::point))
                .toList();

        for (CompletableFuture<Integer> user : users) {
            assertThat(await(user)).isEqualTo(500);
        }
    }

    @Test
    void streamsNestInStreams() throws Exception {
        open(1, 8);

        CompletableFuture<Integer> all = EachElement.of(
                Numbers.to(db, 300).stream(),
                i -> i % 100 != 0
                        ? point(i)
                        : EachElement.of(
                                Numbers.to(db, 300).stream(),
                                j -> j % 100 != 0
                                        ? point(j)
                                        : EachElement.of(Numbers.to(db, 300).stream(), this::point)));

        assertThat(await(all)).isEqualTo(300);
    }

    @Test
    void readOnlyTransactionsNestInStreamsAndInEachOther() throws Exception {
        open(1, 8);

        CompletableFuture<Integer> all = EachElement.of(
                Numbers.to(db, 200).stream(),
                i -> db.inTransaction(
                        TransactionMode.READ_ONLY,
                        outer -> outer.query("SELECT 1")
                                .list()
                                .thenCompose(rows -> db.inTransaction(
                                        TransactionMode.READ_ONLY,
                                        inner -> EachElement.of(
                                                        Numbers.to(inner, 3).stream(),
                                                        j -> db.read(c -> c.query("SELECT 2")
                                                                .list()))
                                                .thenCompose(count -> point(count))))));

        assertThat(await(all)).isEqualTo(200);
    }

    @Test
    void handlesOfReadOnlyTransactionsLeaveReadersToOthers() throws Exception {
        open(1, 3);
        List<OpenTransaction> handles = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            handles.add(await(db.begin(TransactionMode.READ_ONLY)));
        }

        assertThat(await(point(7))).isEqualTo(7);
        assertThat(db.stats().streamConnections()).isEqualTo(3);
        isRefused(failureOf(db.begin(TransactionMode.READ_ONLY)));

        for (OpenTransaction handle : handles) {
            await(handle.commit());
        }
        await(await(db.begin(TransactionMode.READ_ONLY)).rollback());
    }

    @Test
    void aStreamBeyondTheLimitFailsBeforeItsFirstRow() throws Exception {
        open(2, 1);
        Probe idle = idleStream();

        Probe refused = new Probe(Numbers.to(db, LARGE).stream());
        refused.subscription.request(Long.MAX_VALUE);

        isRefused((Throwable) refused.next());
        assertThat(await(point(7))).isEqualTo(7);
        idle.subscription.cancel();
        idleStream().subscription.cancel();
    }

    @Test
    void aReadOnlyTransactionBeyondTheLimitFailsAtOnce() throws Exception {
        open(2, 1);
        Probe idle = idleStream();

        isRefused(failureOf(db.inTransaction(TransactionMode.READ_ONLY, tx -> tx.execute("not executed"))));

        idle.subscription.cancel();
        assertThat(await(db.<Long>inTransaction(
                        TransactionMode.READ_ONLY,
                        tx -> tx.query("SELECT 7").mapTo(Long.class).one())))
                .isEqualTo(7);
    }

    @Test
    void aShortRestIsReadIntoMemoryBeyondTheLimit() throws Exception {
        open(1, 1);
        Probe idle = idleStream();

        CompletableFuture<Integer> all = EachElement.of(Numbers.to(db, 5_000).stream(), this::point);

        assertThat(await(all)).isEqualTo(5_000);
        assertThat(await(Collector.collect(db.query(Numbers.TO, 500).withFetchSize(1).mapTo(Long.class).stream())))
                .hasSize(500)
                .isSorted();
        idle.subscription.cancel();
    }

    @Test
    void aStreamThatFollowsAnotherIsNeverRefused() throws Exception {
        open(1, 1);
        CompletableFuture<Integer> chain = CompletableFuture.completedFuture(0);
        for (int i = 0; i < 50; i++) {
            chain = chain.thenCompose(before ->
                    EachElement.of(Numbers.to(db, 100_000).stream(), row -> CompletableFuture.completedFuture(row)));
        }

        assertThat(chain.get(100, TimeUnit.SECONDS)).isEqualTo(100_000);
    }

    @Test
    void aStreamThatFollowsACancelledOneIsNeverRefused() throws Exception {
        open(1, 1);

        for (int i = 0; i < 200; i++) {
            idleStream().subscription.cancel();
        }
    }

    @Test
    void connectionsOfStreamsAreUsedAgain() throws Exception {
        open(1, 4);
        for (int i = 0; i < 20; i++) {
            Probe probe = idleStream();
            assertThat(await(point(i))).isEqualTo(i);
            probe.subscription.cancel();
            while (db.stats().streamConnections() > 0) {
                Thread.onSpinWait();
            }

            assertThat(db.stats().openReaders()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Place.class,
            names = {"ROLLBACK_JOURNAL", "MEMORY"})
    void whereOneConnectionServesAllStreamsLeaveItToOthers(Place place) throws Exception {
        db = place.open(directory);

        CompletableFuture<Integer> all = EachElement.of(
                Numbers.to(db, 300).stream(), i -> EachElement.of(Numbers.to(db, 3).stream(), this::point));

        assertThat(await(all)).isEqualTo(300);
    }

    /** Streams, queries, transactions and lambdas in one another, of far more users than there are connections. */
    @Test
    void manyUsersFinishOrAreRefused() throws Exception {
        open(2, 5);

        List<CompletableFuture<?>> users = new ArrayList<>();
        for (int user = 0; user < 50; user++) {
            users.add(user(user));
        }

        CompletableFuture.allOf(users.toArray(new CompletableFuture<?>[0]))
                .handle((done, failure) -> true)
                .get(100, TimeUnit.SECONDS);
        int finished = 0;
        for (CompletableFuture<?> user : users) {
            Throwable failure = failureOf(user);
            if (failure == null) {
                finished++;
            } else {
                isRefused(failure);
            }
        }
        assertThat(finished).isPositive();
        assertThat(await(point(7))).isEqualTo(7);
    }

    private CompletableFuture<?> user(int user) {
        return switch (user % 4) {
            case 0 -> EachElement.of(Numbers.to(db, 300).stream(), this::point);
            case 1 ->
                EachElement.of(
                        Numbers.to(db, 70).stream(), i -> EachElement.of(Numbers.to(db, 70).stream(), this::point));
            case 2 ->
                db.inTransaction(
                        TransactionMode.READ_ONLY,
                        tx -> EachElement.of(
                                Numbers.to(tx, 100).stream(),
                                i -> db.read(c -> c.query("SELECT 1").list())));
            default ->
                EachElement.of(
                        Numbers.to(db, 100).stream(), i -> db.inTransaction(TransactionMode.READ_ONLY, tx -> point(i)));
        };
    }
}
