package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import io.asyncsqlite.testing.Futures;
import io.asyncsqlite.testing.Observer;
import io.asyncsqlite.testing.Place;
import io.asyncsqlite.testing.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LiveQueryTests {

    private static final String SUM = "SELECT coalesce(sum(k), 0) FROM t";

    @TempDir
    Path directory;

    private AsyncSqlite db;

    /** How often the query {@link #counted} has run. */
    private final AtomicInteger runs = new AtomicInteger();

    private void open(Place place) throws Exception {
        db = place.open(
                directory,
                options -> options.define(SqlFunction.scalar("run", 0, arguments -> {
                    runs.incrementAndGet();
                    return 1;
                })));
    }

    @AfterEach
    void close() {
        if (db != null) {
            db.close();
        }
    }

    private Query<Long> sum() {
        return db.query(SUM).mapTo(Long.class);
    }

    private Query<Long> counted() {
        return db.query("SELECT count(*) + 0 * run() FROM t").mapTo(Long.class);
    }

    @Test
    void nothingRunsBeforeTheFirstRequest() throws Exception {
        open(Place.WAL_FILE);
        Observer<List<Long>> observer = Observer.of(counted().observe(), 0);
        await(db.execute("INSERT INTO t VALUES (1)"));
        assertThat(runs).hasValue(0);

        observer.request(1);
        assertThat(observer.next()).isEqualTo(List.of(1L));
    }

    @Test
    void equalResultsAreNotRepeated() throws Exception {
        open(Place.WAL_FILE);
        Observer<List<Long>> observer = Observer.of(
                db.query("SELECT k FROM t WHERE k > 100").mapTo(Long.class).observe());
        assertThat(observer.next()).isEqualTo(List.of());
        for (int i = 0; i < 10; i++) {
            await(db.execute("INSERT INTO t VALUES (?)", i));
        }
        await(db.execute("INSERT INTO t VALUES (101)"));
        assertThat(observer.next()).isEqualTo(List.of(101L));
    }

    @Test
    void commitsToOtherTablesRunNothing() throws Exception {
        open(Place.WAL_FILE);
        await(db.execute("CREATE TABLE other(k)"));
        Observer<List<Long>> observer = Observer.of(counted().observe());
        assertThat(observer.next()).isEqualTo(List.of(0L));
        await(db.execute("INSERT INTO t VALUES (1)"));
        assertThat(observer.next()).isEqualTo(List.of(1L));
        int before = runs.get();

        for (int i = 0; i < 10; i++) {
            await(db.execute("INSERT INTO other VALUES (?)", i));
            await(db.execute("DELETE FROM t WHERE k = 99"));
        }
        await(db.execute("INSERT INTO t VALUES (2)"));
        assertThat(observer.next()).isEqualTo(List.of(2L));
        assertThat(runs.get() - before).isEqualTo(1);
    }

    @Test
    void subscribersOfEqualQueriesShareARun() throws Exception {
        open(Place.WAL_FILE);
        List<Observer<List<Long>>> observers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            observers.add(Observer.of(counted().observe()));
        }
        for (Observer<List<Long>> observer : observers) {
            assertThat(observer.next()).isEqualTo(List.of(0L));
        }
        Threads.awaitIdleCallbacks();
        // The runs for those who came last have ended when the next one has.
        await(db.execute("INSERT INTO t VALUES (1)"));
        for (Observer<List<Long>> observer : observers) {
            assertThat(observer.next()).isEqualTo(List.of(1L));
        }
        int before = runs.get();

        await(db.execute("INSERT INTO t VALUES (1)"));
        for (Observer<List<Long>> observer : observers) {
            assertThat(observer.next()).isEqualTo(List.of(2L));
        }
        assertThat(runs.get() - before).isEqualTo(1);
    }

    @Test
    void queriesWithOtherValuesShareNothing() throws Exception {
        open(Place.WAL_FILE);
        List<Observer<List<Long>>> observers = new ArrayList<>();
        for (byte i = 0; i < 3; i++) {
            observers.add(Observer.of(db.query("SELECT count(*) FROM t WHERE k = ? OR ? = x'05'", i, new byte[] {i})
                    .mapTo(Long.class)
                    .observe()));
            assertThat(observers.get(i).next()).isEqualTo(List.of(0L));
        }
        await(db.execute("INSERT INTO t VALUES (1)"));
        assertThat(observers.get(1).next()).isEqualTo(List.of(1L));
        await(db.execute("INSERT INTO t VALUES (2)"));
        assertThat(observers.get(2).next()).isEqualTo(List.of(1L));
        assertThat(observers.get(0).isQuiet()).isTrue();
    }

    @Test
    void eachSubscriberGetsItsOwnElements() throws Exception {
        open(Place.WAL_FILE);
        await(db.execute("INSERT INTO t VALUES (7)"));
        record Number(long k) {}
        Observer<List<Row>> rows = Observer.of(db.query("SELECT k FROM t").observe());
        Observer<List<Number>> records =
                Observer.of(db.query("SELECT k FROM t").mapTo(Number.class).observe());
        Observer<List<String>> mapped = Observer.of(
                db.query("SELECT k FROM t").map(row -> "k" + row.getLong("k")).observe());

        assertThat(rows.next()).hasToString("[{k=7}]");
        assertThat(records.next()).isEqualTo(List.of(new Number(7)));
        assertThat(mapped.next()).isEqualTo(List.of("k7"));
    }

    @Test
    void aSlowSubscriberGetsTheNewestResultOnly() throws Exception {
        open(Place.WAL_FILE);
        Observer<List<Long>> observer = Observer.of(counted().observe(), 1);
        assertThat(observer.next()).isEqualTo(List.of(0L));
        Threads.awaitIdleCallbacks();
        int before = runs.get();
        for (int i = 0; i < 100; i++) {
            await(db.execute("INSERT INTO t VALUES (?)", i));
        }
        assertThat(runs.get() - before).isLessThanOrEqualTo(1);
        assertThat(observer.isQuiet()).isTrue();

        observer.request(2);
        assertThat(observer.next()).isEqualTo(List.of(100L));
        await(db.execute("INSERT INTO t VALUES (100)"));
        assertThat(observer.next()).isEqualTo(List.of(101L));
    }

    @Test
    void blockedAndFailingSubscribersHoldUpNoOne() throws Exception {
        open(Place.WAL_FILE);
        CountDownLatch release = new CountDownLatch(1);
        sum().observe().subscribe(new Observer<>(Long.MAX_VALUE) {
            @Override
            public void onNext(List<Long> element) {
                Futures.await(release);
            }
        });
        Observer<List<Long>> failing = new Observer<>(Long.MAX_VALUE) {
            @Override
            public void onNext(List<Long> element) {
                throw new IllegalArgumentException("of the subscriber");
            }
        };
        sum().observe().subscribe(failing);
        Observer<List<Long>> healthy = Observer.of(sum().observe());
        assertThat(healthy.next()).isEqualTo(List.of(0L));
        assertThat(failing.next()).isInstanceOf(IllegalArgumentException.class);

        long expected = 0;
        for (int i = 1; i < 20; i++) {
            await(db.execute("INSERT INTO t VALUES (?)", i));
            expected += i;
            assertThat(healthy.next()).isEqualTo(List.of(expected));
        }
        release.countDown();
    }

    @Test
    void aResultThatCannotBeConvertedEndsItsSubscriberOnly() throws Exception {
        open(Place.WAL_FILE);
        Observer<List<Byte>> small = Observer.of(db.query(SUM).mapTo(Byte.class).observe());
        Observer<List<Long>> large = Observer.of(sum().observe());
        assertThat(small.next()).isEqualTo(List.of((byte) 0));
        assertThat(large.next()).isEqualTo(List.of(0L));

        await(db.execute("INSERT INTO t VALUES (1000)"));
        assertThat(small.next()).isInstanceOf(InvalidResultException.class);
        assertThat(large.next()).isEqualTo(List.of(1000L));
    }

    @Test
    void cancelEndsTheRuns() throws Exception {
        open(Place.WAL_FILE);
        Observer<List<Long>> observer = Observer.of(counted().observe());
        assertThat(observer.next()).isEqualTo(List.of(0L));
        observer.cancel();
        Threads.awaitIdleCallbacks();
        int before = runs.get();

        await(db.execute("INSERT INTO t VALUES (1)"));
        assertThat(await(sum().one())).isEqualTo(1);
        Threads.awaitIdleCallbacks();
        assertThat(runs).hasValue(before);
        assertThat(observer.isQuiet()).isTrue();

        Observer<List<Long>> again = Observer.of(counted().observe());
        assertThat(again.next()).isEqualTo(List.of(1L));
    }

    @ParameterizedTest
    @EnumSource
    void closingCompletesSubscribers(Place place) throws Exception {
        open(place);
        Observer<List<Long>> observer = Observer.of(sum().observe());
        Observer<Changes> commits = Observer.of(db.changes());
        assertThat(observer.next()).isEqualTo(List.of(0L));
        Flow.Publisher<List<Long>> publisher = sum().observe();

        db.close();
        assertThat(observer.next()).isEqualTo("complete");
        assertThat(commits.next()).isEqualTo("complete");
        assertThat(Observer.of(publisher).next()).isInstanceOf(DatabaseClosedException.class);
        assertThat(Observer.of(db.changes()).next()).isInstanceOf(DatabaseClosedException.class);
    }

    @Test
    void anErrorOfTheQueryEndsItsSubscribers() throws Exception {
        open(Place.WAL_FILE);
        Observer<List<Long>> observer = Observer.of(sum().observe());
        Observer<List<Long>> wrong =
                Observer.of(db.query("SELECT x FROM nowhere").mapTo(Long.class).observe());
        assertThat(observer.next()).isEqualTo(List.of(0L));
        assertThat(wrong.next())
                .asInstanceOf(THROWABLE)
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("no such table: nowhere");

        await(db.execute("DROP TABLE t"));
        assertThat(observer.next())
                .asInstanceOf(THROWABLE)
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("no such table: t");
        await(db.execute("CREATE TABLE t(k)"));
        assertThat(Observer.of(sum().observe()).next()).isEqualTo(List.of(0L));
    }

    @Test
    void onlyQueriesOfADatabaseThatReadAreObserved() throws Exception {
        open(Place.WAL_FILE);
        for (String sql : List.of("INSERT INTO t VALUES (1) RETURNING k", "PRAGMA user_version", "EXPLAIN " + SUM)) {
            assertThat(Observer.of(db.query(sql).observe()).next())
                    .asInstanceOf(THROWABLE)
                    .isInstanceOf(InvalidStatementException.class)
                    .hasMessageContaining("Only a SELECT or VALUES can be observed");
        }
        assertThat(Observer.of(db.query("SELECT ?").observe()).next()).isInstanceOf(InvalidParameterException.class);
        Observer<List<Row>> inside = await(db.inTransaction(tx ->
                CompletableFuture.completedFuture(Observer.of(tx.query(SUM).observe()))));
        assertThat(inside.next())
                .asInstanceOf(THROWABLE)
                .isInstanceOf(InvalidStatementException.class)
                .hasMessageContaining("not one of a transaction or connection");
        assertThat(await(sum().one())).isZero();
    }

    @Test
    void namedTablesReplaceThoseThatSqliteFinds() throws Exception {
        open(Place.WAL_FILE);
        await(db.execute("CREATE TABLE Signal(k)"));
        Observer<List<Long>> observer = Observer.of(counted().observe("signal"));
        Observer<List<Long>> unknown = Observer.of(counted().observe("t", "nowhere"));
        assertThat(observer.next()).isEqualTo(List.of(0L));
        assertThat(unknown.next())
                .asInstanceOf(THROWABLE)
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("no such table in the main database: 'nowhere'");

        await(db.execute("INSERT INTO t VALUES (1)"));
        await(db.execute("INSERT INTO t VALUES (2)"));
        await(db.execute("INSERT INTO signal VALUES (2)"));
        assertThat(observer.next()).isEqualTo(List.of(2L));
    }

    /** Whoever writes and then subscribes finds the write in the first result, also beside other subscribers. */
    @Test
    void theFirstResultHasEveryCompletedWrite() throws Exception {
        open(Place.WAL_FILE);
        Observer<List<Long>> beside = Observer.of(counted().observe());
        assertThat(beside.next()).isEqualTo(List.of(0L));
        for (long i = 1; i < 200; i++) {
            await(db.execute("INSERT INTO t VALUES (?)", i));
            Observer<List<Long>> observer = Observer.of(counted().observe());
            assertThat(observer.next()).isEqualTo(List.of(i));
            observer.cancel();
        }
        beside.awaitSignal(List.of(199L));
    }

    /** Runs whose rows are as before go on meanwhile, so that one may begin and end between any two steps of a joining. */
    @Test
    void everySubscriberHasAFirstResult() throws Exception {
        open(Place.WAL_FILE);
        await(db.execute("INSERT INTO t VALUES (1)"));
        Observer<List<Long>> beside = Observer.of(counted().observe());
        assertThat(beside.next()).isEqualTo(List.of(1L));
        CountDownLatch all = new CountDownLatch(1);
        subscribeInTurn(2000, all);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (all.getCount() > 0 && System.nanoTime() < deadline) {
            await(db.execute("UPDATE t SET k = k + 1"));
        }
        Futures.await(all);
        assertThat(beside.isQuiet()).isTrue();
    }

    private void subscribeInTurn(int subscribers, CountDownLatch ended) {
        if (subscribers == 0) {
            ended.countDown();
            return;
        }
        counted().observe().subscribe(new Observer<>(1) {
            @Override
            public void onNext(List<Long> first) {
                cancel();
                subscribeInTurn(subscribers - 1, ended);
            }
        });
    }

    /** Many writers race with an observer that is slow; the last change must reach it. */
    @ParameterizedTest
    @EnumSource
    void theLastChangeIsNeverLost(Place place) throws Exception {
        open(place);
        Observer<List<Long>> slow = new Observer<>(1) {
            @Override
            public void onNext(List<Long> element) {
                super.onNext(element);
                Thread.yield();
                request(1);
            }
        };
        counted().observe().subscribe(slow);
        Observer<List<Long>> fast = Observer.of(counted().observe());
        long rows = 0;
        for (int round = 0; round < 60; round++) {
            int size = 1 + round % 7;
            CompletableFuture<?>[] writes = LongStream.range(0, size)
                    .mapToObj(i -> db.execute("INSERT INTO t VALUES (?)", i))
                    .toArray(CompletableFuture<?>[]::new);
            await(CompletableFuture.allOf(writes));
            rows += size;
            slow.awaitSignal(List.of(rows));
            fast.awaitSignal(List.of(rows));
        }
    }
}
