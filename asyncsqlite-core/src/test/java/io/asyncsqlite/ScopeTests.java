package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.Endless;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections and cursors that are lent to a function. */
@Timeout(60)
class ScopeTests {

    @TempDir
    Path directory;

    private AsyncSqlite db;

    @BeforeEach
    void open() {
        db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("scope.db"))
                .maxConnections(1)
                .build());
    }

    @AfterEach
    void close() {
        db.close();
    }

    /** As one connection is allowed, another one opens only if the one before is closed. */
    private void assertConnectionIsClosed() throws Exception {
        await(db.connect()).close();
    }

    @Test
    void connectionIsClosedBeforeTheResultIsThere() throws Exception {
        AtomicReference<AsyncConnection> lent = new AtomicReference<>();

        long sum = await(db.withConnection(c -> {
            lent.set(c);
            return c.execute("CREATE TEMP TABLE chosen(id INTEGER)")
                    .thenCompose(
                            created -> c.executeMany("INSERT INTO chosen VALUES (?)", List.of(List.of(1), List.of(2))))
                    .thenCompose(inserted -> c.query("SELECT sum(id) FROM chosen")
                            .mapTo(Long.class)
                            .one());
        }));

        assertThat(sum).isEqualTo(3);
        assertThat(failureOf(lent.get().execute("SELECT 1"))).isInstanceOf(ConnectionClosedException.class);
        assertConnectionIsClosed();
    }

    @Test
    void failureOfTheFunctionClosesTheConnection() throws Exception {
        IllegalStateException thrown = new IllegalStateException("thrown");

        assertThat(failureOf(db.withConnection(c -> {
                    throw thrown;
                })))
                .isSameAs(thrown);
        assertThat(failureOf(db.withConnection(c -> c.execute("no SQL")))).isInstanceOf(StatementException.class);
        assertThat(failureOf(db.withConnection(c -> null))).isInstanceOf(NullPointerException.class);

        assertConnectionIsClosed();
    }

    @Test
    void openTransactionIsRolledBackAtTheEnd() throws Exception {
        await(db.execute("CREATE TABLE t(k INTEGER)"));

        await(db.withConnection(c -> c.begin().thenCompose(begun -> c.execute("INSERT INTO t VALUES (1)"))));

        assertThat(await(db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                .isZero();
    }

    @Test
    void failureToOpenIsThatOfTheScope() throws Exception {
        try (AsyncConnection other = await(db.connect())) {
            assertThat(failureOf(db.withConnection(c -> c.execute("SELECT 1"))))
                    .isInstanceOf(ConnectionLimitException.class);
            assertThat(other.inTransaction()).isFalse();
        }
    }

    @Test
    void cancelStopsTheStageAndClosesTheConnection() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<Row> row = db.withConnection(c -> {
            CompletableFuture<Row> endless = c.query(Endless.SELECT).one();
            running.countDown();
            return endless;
        });
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(row.cancel(true)).isTrue();

        assertThat(failureOf(row)).isInstanceOf(CancellationException.class);
        awaitConnection();
    }

    private void awaitConnection() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (failureOf(db.withConnection(c -> c.execute("SELECT 1"))) != null) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    @Test
    void cursorIsClosedAfterTheFunction() throws Exception {
        AtomicReference<Cursor> lent = new AtomicReference<>();

        List<Row> rows = await(db.withConnection(c -> c.withCursor(
                "VALUES (?), (2), (3)",
                cursor -> {
                    lent.set(cursor);
                    return cursor.fetchMany(2);
                },
                1)));

        assertThat(rows).hasToString("[{column1=1}, {column1=2}]");
        assertThat(failureOf(lent.get().fetchOne())).isInstanceOf(SqliteException.class);
    }

    @Test
    void commitWithNothingOpenDoesNothing() throws Exception {
        try (AsyncConnection c = await(db.connect())) {
            await(c.execute("CREATE TABLE t(k INTEGER)"));
            await(c.commit());
            await(c.begin());
            await(c.execute("INSERT INTO t VALUES (1)"));
            await(c.commit());
            await(c.commit());

            assertThat(await(c.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                    .isEqualTo(1);
        }
    }
}
