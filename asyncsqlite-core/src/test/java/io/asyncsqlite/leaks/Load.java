package io.asyncsqlite.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Row;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Operations of all kinds, a tenth of which are cancelled, fail, or are forgotten. */
final class Load {

    static final String SCHEMA = "CREATE TABLE t(k INTEGER PRIMARY KEY, v TEXT NOT NULL)";

    private static final int IN_FLIGHT = 256;
    private static final String PUT = "INSERT OR REPLACE INTO t(k, v) VALUES (?, ?)";
    private static final String ROWS =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n";

    private final AsyncSqlite db;
    private final Semaphore free = new Semaphore(IN_FLIGHT);
    private final LongAdder failed = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder forgotten = new LongAdder();
    private final LongAdder all = new LongAdder();

    Load(AsyncSqlite db) {
        this.db = db;
    }

    /** Runs operations and returns when all have ended. */
    void run(int operations) throws InterruptedException {
        for (int i = 0; i < operations; i++) {
            all.increment();
            submit(i);
        }
        assertThat(free.tryAcquire(IN_FLIGHT, 60, TimeUnit.SECONDS)).isTrue();
        free.release(IN_FLIGHT);
        // In both queues, after what was forgotten.
        db.execute("DELETE FROM t WHERE k < 0").join();
        db.query("SELECT 1").list().join();
    }

    private void submit(int i) throws InterruptedException {
        switch (i % 100) {
            case 0, 20 -> cancel(db.execute(PUT, i % 500, "cancelled"));
            case 40 -> cancel(db.query(ROWS).list());
            case 60 -> cancel(db.inTransaction(tx -> tx.execute(PUT, i % 500, "cancelled")));
            case 10, 30 -> track(db.execute("INSERT INTO t(k, v) VALUES (1, NULL)"));
            case 50 ->
                track(db.inTransaction(tx -> tx.execute(PUT, i % 500, "rolled back")
                        .thenCompose(put -> CompletableFuture.failedFuture(new IllegalStateException("on purpose")))));
            case 70 -> forget();
            case 80, 90 -> abandonStream();
            case 5, 55 -> track(db.inTransaction(tx -> tx.execute(PUT, i % 500, "kept")));
            case 15 -> track(db.executeMany(PUT, List.of(List.of(1, "a"), List.of(2, "b"))));
            case 25 -> track(db.write(connection -> connection.execute(PUT, i % 500, "kept")));
            default ->
                track(
                        i % 2 == 0
                                ? db.execute(PUT, i % 500, "kept")
                                : db.query("SELECT v FROM t WHERE k = ?", i % 500)
                                        .first());
        }
    }

    private void track(CompletableFuture<?> future) throws InterruptedException {
        free.acquire();
        CompletableFuture<?> unused = future.whenComplete((result, failure) -> {
            if (failure != null) {
                failed.increment();
            }
            free.release();
        });
    }

    private void cancel(CompletableFuture<?> future) {
        if (future.cancel(true)) {
            cancelled.increment();
        }
    }

    private void forget() {
        forgotten.increment();
        CompletableFuture<?> unused = db.query("SELECT k, v FROM t").list();
    }

    private void abandonStream() throws InterruptedException {
        free.acquire();
        forgotten.increment();
        db.query(ROWS).stream().subscribe(new Impatient());
    }

    /** Each kind was there, or the figures would say nothing. */
    void checkShares() {
        assertThat(failed.sum()).isBetween(all.sum() * 2 / 100, all.sum() * 4 / 100);
        assertThat(cancelled.sum()).isBetween(all.sum() / 100, all.sum() * 4 / 100);
        assertThat(forgotten.sum()).isEqualTo(all.sum() * 3 / 100);
    }

    @Override
    public String toString() {
        return "%s failed, %s cancelled, %s forgotten".formatted(failed, cancelled, forgotten);
    }

    /** Cancels after some rows. */
    private final class Impatient implements Flow.Subscriber<Row> {

        private Flow.Subscription subscription;
        private int left = 10;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(100);
        }

        @Override
        public void onNext(Row row) {
            if (--left == 0) {
                subscription.cancel();
                free.release();
            }
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError("a stream failed", failure);
        }

        @Override
        public void onComplete() {
            throw new AssertionError("a stream ended before it was cancelled");
        }
    }
}
