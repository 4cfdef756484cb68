package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are handed to an action one by one. */
@Timeout(60)
class ForEachTests {

    private static final int ROWS = 100_000;
    private static final String NUMBERS =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < " + ROWS + ") SELECT i FROM n";

    @TempDir
    Path directory;

    private AsyncSqlite db;

    @BeforeEach
    void open() {
        db = AsyncSqlite.open(directory.resolve("each.db"));
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void actionGetsEachRowInOrder() throws Exception {
        List<Long> seen = new ArrayList<>();

        assertThat(await(db.query(NUMBERS).mapTo(Long.class).forEach(seen::add)))
                .isEqualTo(ROWS);

        assertThat(seen).hasSize(ROWS).isSorted();
    }

    @Test
    void nothingIsReadFarAheadOfTheAction() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicLong made = new AtomicLong();
        CompletableFuture<Long> rows = db.query(NUMBERS)
                .map(row -> made.incrementAndGet())
                .forEach(number -> {
                    first.countDown();
                    awaitLatch(goOn);
                });

        awaitLatch(first);
        assertThat(made.get()).isLessThanOrEqualTo(1);
        assertThat(db.stats().openReaders()).isPositive();
        goOn.countDown();

        assertThat(await(rows)).isEqualTo(ROWS);
    }

    @Test
    void actionThatThrowsEndsTheQueryAndFailsTheFuture() throws Exception {
        AtomicLong seen = new AtomicLong();
        IllegalStateException broken = new IllegalStateException("broken");

        assertThat(failureOf(db.query(NUMBERS).forEach(row -> {
                    if (seen.incrementAndGet() == 10) {
                        throw broken;
                    }
                })))
                .isSameAs(broken);

        assertThat(seen).hasValue(10);
    }

    @Test
    void cancelEndsTheQuery() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicLong seen = new AtomicLong();
        CompletableFuture<Long> rows = db.query(NUMBERS).forEach(row -> {
            seen.incrementAndGet();
            first.countDown();
            awaitLatch(goOn);
        });
        awaitLatch(first);

        assertThat(rows.cancel(true)).isTrue();
        goOn.countDown();

        await(db.query("SELECT 1").one());
        assertThat(seen).hasValue(1);
    }

    @Test
    void refusedQueryFailsTheFuture() throws Exception {
        assertThat(failureOf(db.query("SELECT 1; SELECT 2").forEach(row -> {})))
                .isInstanceOf(InvalidStatementException.class);
        assertThat(failureOf(db.query("SELECT x").forEach(row -> {}))).isInstanceOf(StatementException.class);
    }

    @Test
    void cursorKeepsTheRowsAfterAnActionThatThrows() throws Exception {
        try (AsyncConnection connection = await(db.connect());
                Cursor cursor = await(connection.cursor("VALUES (1), (2), (3)"))) {
            IllegalStateException broken = new IllegalStateException("broken");

            assertThat(failureOf(cursor.forEach(row -> {
                        throw broken;
                    })))
                    .isSameAs(broken);

            List<Long> rest = new ArrayList<>();
            assertThat(await(cursor.forEach(row -> rest.add(row.getLong(0))))).isEqualTo(2);
            assertThat(rest).containsExactly(2L, 3L);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
