package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.query.ChunkSink;
import io.asyncsqlite.internal.query.ChunkSource;
import io.asyncsqlite.internal.query.OperationSubmitter;
import io.asyncsqlite.internal.session.ConnectionHandle;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.transaction.TransactionHandle;
import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.LogCapture;
import io.asyncsqlite.testing.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams in a transaction, or on a connection of one's own, are read on demand between other operations. */
@Timeout(60)
class TransactionStreamTests extends AppDatabase {

    private static final int ROWS = 1_000;
    /** Without an end. */
    private static final String INFINITE =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
    /** Whose end is never found, beyond the two chunks that are read ahead. */
    private static final String WITHOUT_END = INFINITE + " WHERE i <= 300";

    @BeforeEach
    void fill() throws Exception {
        await(db.execute(
                "INSERT INTO t WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i"
                        + " FROM n",
                ROWS));
    }

    @ParameterizedTest
    @EnumSource(TransactionMode.class)
    void rowsAreReadBetweenOtherOperations(TransactionMode mode) throws Exception {
        OpenTransaction tx = await(db.begin(mode));
        Probe probe = new Probe(tx.query(INFINITE).mapTo(Long.class).stream());

        for (long expected = 1; expected <= 500; expected++) {
            probe.subscription.request(1);
            assertThat(probe.next()).isEqualTo(expected);
            if (expected % 100 == 0) {
                assertThat(await(tx.query("SELECT 7").mapTo(Long.class).one())).isEqualTo(7);
            }
        }
        probe.subscription.cancel();
        await(tx.commit());
        probe.settle();
        assertThat(probe.signals).isEmpty();
    }

    @Test
    void streamReadsAtMostTwoChunksAhead() throws Exception {
        OpenTransaction tx = await(db.begin());
        await(tx.<Void>inTransaction(nested -> readsTwoChunksAhead((TransactionHandle) nested)));
        await(tx.commit());

        try (AsyncConnection connection = await(db.connect())) {
            await(readsTwoChunksAhead((ConnectionHandle) connection));
        }
    }

    private static CompletableFuture<Void> readsTwoChunksAhead(OperationSubmitter submitter) {
        LinkedBlockingQueue<Integer> chunks = new LinkedBlockingQueue<>();
        ChunkSink sink = new ChunkSink() {
            @Override
            public void rows(Rows rows, boolean last) {
                chunks.add(rows.values().size());
            }

            @Override
            public void failed(Throwable failure) {
                chunks.add(-1);
            }
        };
        ChunkSource source = submitter.openChunks(submitter.statements().bind(INFINITE, new Object[0]), sink);
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        assertThat(chunks.poll(20, TimeUnit.SECONDS)).isEqualTo(64);
                        assertThat(chunks.poll(20, TimeUnit.SECONDS)).isEqualTo(128);
                        assertThat(chunks.poll(100, TimeUnit.MILLISECONDS)).isNull();
                        source.consumed();
                        assertThat(chunks.poll(20, TimeUnit.SECONDS)).isEqualTo(256);
                        assertThat(chunks.poll(100, TimeUnit.MILLISECONDS)).isNull();
                        source.abandon();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
    }

    @Test
    void streamGivesTheRowsOfTheMomentItWasOpened() throws Exception {
        OpenTransaction tx = await(db.begin());
        Probe probe = new Probe(tx.query("SELECT k FROM t ORDER BY rowid").mapTo(Long.class).stream());
        probe.subscription.request(1);
        assertThat(probe.next()).isEqualTo(1L);

        await(tx.execute("UPDATE t SET k = -k"));
        await(tx.executeMany("INSERT INTO t VALUES (?)", List.of(List.of(5_000))));
        await(tx.executeScript("DELETE FROM t WHERE k < -10; DROP TABLE t"));

        probe.subscription.request(Long.MAX_VALUE);
        for (long expected = 2; expected <= ROWS; expected++) {
            assertThat(probe.next()).isEqualTo(expected);
        }
        assertThat(probe.next()).isEqualTo("complete");
        await(tx.rollback());
    }

    @Test
    void aStreamKeepsItsRowsWhenTheTransactionRollsBackToASavepoint() throws Exception {
        OpenTransaction tx = await(db.begin());
        await(tx.savepoint("before"));
        await(tx.execute("CREATE TABLE u AS SELECT k + 1 AS k FROM t"));
        Probe probe = new Probe(tx.query("SELECT k FROM u").mapTo(Long.class).stream());
        probe.subscription.request(1);
        assertThat(probe.next()).isEqualTo(2L);

        await(tx.rollbackTo("before"));

        probe.subscription.request(Long.MAX_VALUE);
        for (long expected = 3; expected <= ROWS + 1; expected++) {
            assertThat(probe.next()).isEqualTo(expected);
        }
        assertThat(probe.next()).isEqualTo("complete");
        await(tx.commit());
    }

    @Test
    void theLoopThatUpdatesWhatItReadsEnds() throws Exception {
        await(db.execute("CREATE INDEX byKey ON t(k)"));
        await(db.<Void>inTransaction(tx -> Collector.collect(tx
                        .query("SELECT rowid FROM t WHERE k > 0 ORDER BY k")
                        .mapTo(Long.class)
                        .map(id -> tx.execute("UPDATE t SET k = k + 10000 WHERE rowid = ?", id))
                        .stream())
                .thenCompose(all -> CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])))));

        assertThat(await(db.query("SELECT min(k), max(k) FROM t")
                        .map(row -> List.of(row.getLong(0), row.getLong(1)))
                        .one()))
                .containsExactly(10_001L, 10_000L + ROWS);
    }

    @Test
    void severalStreamsOfTheSameTextDoNotDisturbEachOther() throws Exception {
        OpenTransaction tx = await(db.begin());
        List<CompletableFuture<List<Long>>> streams = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            streams.add(Collector.collect(tx.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).stream()));
        }

        for (CompletableFuture<List<Long>> stream : streams) {
            assertThat(await(stream))
                    .isEqualTo(LongStream.rangeClosed(1, ROWS).boxed().toList());
        }
        await(tx.commit());
    }

    @ParameterizedTest
    @EnumSource(
            value = TransactionMode.class,
            names = {"IMMEDIATE", "READ_ONLY"})
    void endOfTheTransactionFailsItsOpenStream(TransactionMode mode) throws Exception {
        for (boolean commits : new boolean[] {true, false}) {
            OpenTransaction tx = await(db.begin(mode));
            Probe probe = new Probe(tx.query(INFINITE).mapTo(Long.class).stream());
            probe.subscription.request(1);
            assertThat(probe.next()).isEqualTo(1L);

            await(commits ? tx.commit() : tx.rollback());

            assertThat((Throwable) probe.next())
                    .isInstanceOf(TransactionException.class)
                    .hasMessage(
                            "The stream was ended because its transaction on database 'app.db' ended before its last"
                                    + " row was read: read it to its end first, or cancel it ["
                                    + INFINITE.replace("1", "?") + "]");
        }
        assertThat(await(db.execute("INSERT INTO t VALUES (0)")).rowsUpdated()).isEqualTo(1);
    }

    @Test
    void aStreamThatWasReadToItsEndIsGivenAfterTheCommitToo() throws Exception {
        OpenTransaction tx = await(db.begin());
        Probe probe = new Probe(tx.query("SELECT k FROM t WHERE k <= 50").mapTo(Long.class).stream());
        probe.subscription.request(1);
        assertThat(probe.next()).isEqualTo(1L);
        await(tx.commit());

        probe.subscription.request(100);
        for (long expected = 2; expected <= 50; expected++) {
            assertThat(probe.next()).isEqualTo(expected);
        }
        assertThat(probe.next()).isEqualTo("complete");
    }

    @Test
    void unrequestedStreamDoesNotKeepTheTransactionOpen() throws Exception {
        OpenTransaction tx = await(db.begin());
        Probe probe = new Probe(tx.query("SELECT k FROM t").mapTo(Long.class).stream());
        await(tx.commit());

        probe.subscription.request(1);

        assertThat((Throwable) probe.next())
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("has ended");
    }

    @Test
    void aStreamEndsWithTheNestedTransactionThatItWasOpenedIn() throws Exception {
        OpenTransaction tx = await(db.begin());
        for (Throwable failure : new Throwable[] {null, new IllegalStateException("undo")}) {
            CompletableFuture<Probe> opened = new CompletableFuture<>();
            CompletableFuture<Void> end = new CompletableFuture<>();
            CompletableFuture<Void> nested = tx.inTransaction(inner -> {
                opened.complete(new Probe(inner.query(INFINITE).mapTo(Long.class).stream()));
                return end;
            });
            Probe probe = await(opened);
            probe.subscription.request(1);
            assertThat(probe.next()).isEqualTo(1L);

            if (failure == null) {
                end.complete(null);
            } else {
                end.completeExceptionally(failure);
            }

            assertThat(failureOf(nested)).isSameAs(failure);
            assertThat((Throwable) probe.next()).isInstanceOf(TransactionException.class);
            assertThat(await(tx.execute("DELETE FROM t WHERE k = -1")).rowsUpdated())
                    .isZero();
        }
        await(tx.rollback());
    }

    @Test
    void aStreamOfTheOuterOneIsReadWhileANestedOneIsOpen() throws Exception {
        OpenTransaction tx = await(db.begin());
        Probe probe = new Probe(tx.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).stream());
        probe.subscription.request(1);
        assertThat(probe.next()).isEqualTo(1L);
        CompletableFuture<Void> opened = new CompletableFuture<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<Void> nested = tx.inTransaction(inner -> {
            opened.complete(null);
            return end;
        });
        await(opened);

        probe.subscription.request(Long.MAX_VALUE);

        for (long expected = 2; expected <= ROWS; expected++) {
            assertThat(probe.next()).isEqualTo(expected);
        }
        assertThat(probe.next()).isEqualTo("complete");
        end.complete(null);
        await(nested);
        await(tx.commit());
    }

    @Test
    void cancellingClosesTheStatement() throws Exception {
        OpenTransaction tx = await(db.begin());
        Probe probe = new Probe(tx.query(WITHOUT_END).mapTo(Long.class).stream());
        probe.subscription.request(1);
        assertThat(probe.next()).isEqualTo(1L);

        probe.subscription.cancel();
        probe.settle();

        // A statement that is still open would be read to its end first, which it does not have.
        assertThat(await(tx.execute("DELETE FROM t")).rowsUpdated()).isEqualTo(ROWS);
        await(tx.commit());
    }

    @Test
    void cancellingStopsTheReadingThatIsUnderWay() throws Exception {
        OpenTransaction tx = await(db.begin());
        Probe probe = new Probe(tx.query(INFINITE + " WHERE i = -1").mapTo(Long.class).stream());
        probe.subscription.request(1);
        Endless.untilRunning("writer", "app.db");

        probe.subscription.cancel();

        assertThat(await(tx.execute("DELETE FROM t")).rowsUpdated()).isEqualTo(ROWS);
        await(tx.commit());
    }

    @Test
    void theAgeLimitEndsStreamsToo() throws Exception {
        try (LogCapture log = new LogCapture(LeakReports.class);
                AsyncSqlite impatient = AsyncSqlite.open(SqliteOptions.file(directory.resolve("old.db"))
                        .transactionTimeout(Duration.ofMillis(300))
                        .build())) {
            OpenTransaction tx = await(impatient.begin());
            Probe probe = new Probe(tx.query(INFINITE).mapTo(Long.class).stream());
            probe.subscription.request(1);

            assertThat(probe.next()).isEqualTo(1L);
            assertThat((Throwable) probe.next())
                    .isInstanceOf(TransactionException.class)
                    .hasMessageContaining("was older than transactionTimeout=300 ms: it was rolled back");
            log.awaitMessage(
                    "The transaction on database 'old.db' was older than transactionTimeout=300 ms: it was rolled back");
        }
    }

    @Test
    void errorsOfSqliteAreTerminalAndTheTransactionGoesOn() throws Exception {
        OpenTransaction tx = await(db.begin());
        for (String sql : List.of(
                "SELECT nothing FROM t", "SELECT abs(-9223372036854775807 - (k < 500)) FROM t ORDER BY rowid DESC")) {
            assertThat(failureOf(Collector.collect(tx.query(sql).stream()))).isInstanceOf(StatementException.class);
        }
        assertThat(failureOf(Collector.collect(
                        tx.query("SELECT k FROM t").map(row -> Integer.parseInt("no number")).stream())))
                .isInstanceOf(NumberFormatException.class);
        assertThat(await(tx.execute("DELETE FROM t")).rowsUpdated()).isEqualTo(ROWS);
        await(tx.commit());
    }

    @Test
    void aStreamOutlivesAFullQueueOfItsTransaction() throws Exception {
        try (AsyncSqlite small = AsyncSqlite.open(SqliteOptions.file(directory.resolve("small.db"))
                .queueCapacity(1)
                .build())) {
            OpenTransaction tx = await(small.begin());
            Probe probe = new Probe(tx.query(INFINITE).mapTo(Long.class).stream());
            probe.subscription.request(1);
            assertThat(probe.next()).isEqualTo(1L);
            probe.settle();
            CompletableFuture<?> endless;
            do {
                // The chunk that is read ahead may still be in the only place.
                endless = tx.query(Endless.SELECT).list();
            } while (endless.isCompletedExceptionally());
            Endless.untilRunning("writer", "small.db");
            CompletableFuture<?> waiting = tx.query("SELECT 1").list();
            assertThat(failureOf(tx.query("SELECT 1").list())).isInstanceOf(QueueFullException.class);

            probe.subscription.request(63 + 128 + 256);
            for (long expected = 2; expected <= 64 + 128; expected++) {
                assertThat(probe.next()).isEqualTo(expected);
            }
            endless.cancel(false);
            for (long expected = 64 + 128 + 1; expected <= 64 + 128 + 256; expected++) {
                assertThat(probe.next()).isEqualTo(expected);
            }
            await(waiting);
            await(tx.rollback());
        }
    }

    @Test
    void streamOfAConnectionIsReadOnDemandAndKeepsItsRows() throws Exception {
        try (AsyncConnection connection = await(db.connect())) {
            Probe infinite = new Probe(connection.query(INFINITE).mapTo(Long.class).stream());
            infinite.subscription.request(2);
            assertThat(infinite.next()).isEqualTo(1L);
            infinite.subscription.cancel();
            Probe probe = new Probe(connection.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).stream());
            probe.subscription.request(1);
            assertThat(probe.next()).isEqualTo(1L);

            await(connection.execute("DELETE FROM t"));

            probe.subscription.request(Long.MAX_VALUE);
            for (long expected = 2; expected <= ROWS; expected++) {
                assertThat(probe.next()).isEqualTo(expected);
            }
            assertThat(probe.next()).isEqualTo("complete");
        }
    }

    @Test
    void aRollbackEndsTheStreamsOfItsConnection() throws Exception {
        try (AsyncConnection connection = await(db.connect())) {
            await(connection.begin());
            Probe probe = new Probe(connection.query(INFINITE).mapTo(Long.class).stream());
            probe.subscription.request(1);
            assertThat(probe.next()).isEqualTo(1L);

            await(connection.rollback());

            assertThat((Throwable) probe.next())
                    .isInstanceOf(CursorClosedException.class)
                    .hasMessageContaining("was rolled back");
        }
    }

    @Test
    void aForgottenStreamOfAConnectionExpires() throws Exception {
        try (AsyncSqlite impatient = AsyncSqlite.open(SqliteOptions.file(directory.resolve("slow.db"))
                        .streamTimeout(Duration.ofMillis(50))
                        .build());
                AsyncConnection connection = await(impatient.connect())) {
            Probe probe = new Probe(connection.query(INFINITE).mapTo(Long.class).stream());
            probe.subscription.request(1);
            assertThat(probe.next()).isEqualTo(1L);

            assertThat((Throwable) probe.next()).isInstanceOf(StreamExpiredException.class);
        }
    }

    @Test
    void transactionAndConnectionInMemoryStreamOnDemand() throws Exception {
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            OpenTransaction tx = await(memory.begin());
            Probe inside = new Probe(tx.query(INFINITE).mapTo(Long.class).stream());
            inside.subscription.request(1);
            assertThat(inside.next()).isEqualTo(1L);
            inside.subscription.cancel();
            await(tx.commit());

            try (AsyncConnection connection = await(memory.connect())) {
                Probe probe = new Probe(connection.query(INFINITE).mapTo(Long.class).stream());
                probe.subscription.request(1);
                assertThat(probe.next()).isEqualTo(1L);
                probe.subscription.cancel();
            }
        }
    }
}
