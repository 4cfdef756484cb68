package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.internal.concurrent.DatabaseThread;
import io.asyncsqlite.internal.query.ChunkSink;
import io.asyncsqlite.internal.query.ChunkSource;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.ChunkSize;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.Probe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StreamTests {

    private static final String NUMBERS =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n";

    @TempDir
    Path directory;

    private AsyncSqlite db;

    @BeforeEach
    void open() {
        db = AsyncSqlite.open(
                SqliteOptions.file(directory.resolve("stream.db")).readers(1).build());
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void deliversEveryRowInOrder() throws Exception {
        assertThat(await(Collector.collect(numbers(10_000).stream())))
                .hasSize(10_000)
                .isSorted()
                .startsWith(1L)
                .endsWith(10_000L);
        assertThat(await(Collector.collect(numbers(0).stream()))).containsExactly(1L);
        assertThat(await(Collector.collect(db.query("SELECT 1 WHERE 0").stream())))
                .isEmpty();
    }

    @Test
    void streamStartsWithTheFirstRequest() throws Exception {
        Probe probe = new Probe(numbers(10).stream());

        assertThat(await(db.query("SELECT 1").list())).hasSize(1);
        assertThat(db.stats().busyReaders()).isZero();
        assertThat(probe.signals).isEmpty();

        probe.subscription.request(1);
        assertThat(probe.next()).isEqualTo(1L);
    }

    @Test
    void neverGivesMoreThanRequested() throws Exception {
        Probe probe = new Probe(numbers(5_000).stream());
        long expected = 1;
        for (int request : new int[] {1, 2, 70, 500}) {
            probe.subscription.request(request);
            for (int i = 0; i < request; i++) {
                assertThat(probe.next()).isEqualTo(expected++);
            }
            // Only a drain signals: one that finds no demand left proves that nothing more was due.
            probe.settle();
            assertThat(probe.signals).isEmpty();
        }
        probe.subscription.cancel();
    }

    /** The sizes of the chunks that are read. */
    private static final class Sizes extends LinkedBlockingQueue<Integer> implements ChunkSink {

        private static final long serialVersionUID = 1L;

        @Override
        public void rows(Rows rows, boolean last) {
            add(rows.values().size());
        }

        @Override
        public void failed(Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    private BoundStatement million() {
        return ((DatabaseHandle) db).statements().bind(NUMBERS, new Object[] {1_000_000});
    }

    @Test
    void streamReadsChunksOfTheFetchSize() throws Exception {
        Sizes chunks = new Sizes();

        ChunkSource source = ((DatabaseHandle) db).openChunks(million().inChunksOf(ChunkSize.of(10)), chunks);

        assertThat(chunks.poll(20, TimeUnit.SECONDS)).isEqualTo(10);
        assertThat(chunks.poll(20, TimeUnit.SECONDS)).isEqualTo(10);
        source.consumed();
        assertThat(chunks.poll(20, TimeUnit.SECONDS)).isEqualTo(10);
        source.abandon();
    }

    @Test
    void chunksAreSmallWhereRowsAreLargeAndGrowAgain() throws Exception {
        String sql = "SELECT CASE WHEN i < 70 THEN zeroblob(300000) END FROM (" + NUMBERS + ")";
        Sizes chunks = new Sizes();

        ChunkSource source = ((DatabaseHandle) db)
                .openChunks(((DatabaseHandle) db).statements().bind(sql, new Object[] {1_000_000}), chunks);

        for (int expected : new int[] {64, 3, 3, 3, 6, 12, 24}) {
            assertThat(chunks.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
            source.consumed();
        }
        source.abandon();
    }

    @Test
    void aFetchSizeIsAtLeastOneAndGivesEveryRow() throws Exception {
        RowQuery query = db.query(NUMBERS, 100);

        assertThatThrownBy(() -> query.withFetchSize(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fetchSize must be at least 1, was 0");
        assertThat(await(Collector.collect(query.withFetchSize(1).stream()))).hasSize(100);
        assertThat(await(Collector.collect(query.withFetchSize(Integer.MAX_VALUE).stream())))
                .hasSize(100);
        assertThat(await(Collector.collect(query.withFetchSize(30).withDeclaredTypes().stream())))
                .hasSize(100);
    }

    @Test
    void streamReadsAtMostTwoChunksAhead() throws Exception {
        Sizes chunks = new Sizes();

        ChunkSource source = ((DatabaseHandle) db).openChunks(million(), chunks);

        assertThat(chunks.poll(20, TimeUnit.SECONDS)).isEqualTo(64);
        assertThat(chunks.poll(20, TimeUnit.SECONDS)).isEqualTo(128);
        assertThat(chunks.poll(100, TimeUnit.MILLISECONDS)).isNull();
        source.consumed();
        assertThat(chunks.poll(20, TimeUnit.SECONDS)).isEqualTo(256);
        assertThat(chunks.poll(100, TimeUnit.MILLISECONDS)).isNull();
        source.abandon();
        assertThat(await(db.query("SELECT 7").mapTo(Long.class).one())).isEqualTo(7);
    }

    @Test
    void cancelFreesTheReader() throws Exception {
        Probe probe = new Probe(numbers(1_000_000_000).stream());
        probe.subscription.request(10);
        assertThat(probe.next()).isEqualTo(1L);

        probe.subscription.cancel();

        // There is one reader only: the next query runs when the stream has left it.
        assertThat(await(db.query("SELECT 7").mapTo(Long.class).one())).isEqualTo(7);
        probe.settle();
        assertThat(probe.signals).noneMatch(signal -> signal instanceof Throwable || signal.equals("complete"));
    }

    @Test
    void seesOneSnapshot() throws Exception {
        await(db.execute("CREATE TABLE t(k)"));
        await(db.executeMany("INSERT INTO t VALUES (?)", Collections.nCopies(5_000, List.of(1))));
        Probe probe = new Probe(db.query("SELECT k FROM t").mapTo(Long.class).stream());
        probe.subscription.request(1);
        assertThat(probe.next()).isEqualTo(1L);

        await(db.execute("DELETE FROM t"));

        probe.subscription.request(Long.MAX_VALUE);
        for (int i = 1; i < 5_000; i++) {
            assertThat(probe.next()).isEqualTo(1L);
        }
        assertThat(probe.next()).isEqualTo("complete");
    }

    @Test
    void errorsAreTerminal() throws Exception {
        assertThat(failureOf(Collector.collect(db.query("SELECT nothing").stream())))
                .isInstanceOf(StatementException.class);
        assertThat(failureOf(Collector.collect(db.query("SELECT ?").stream())))
                .isInstanceOf(InvalidParameterException.class);
        assertThat(failureOf(Collector.collect(
                        db.query("SELECT abs(-9223372036854775807 - 1) FROM (VALUES (1), (2))").stream())))
                .hasMessageContaining("integer overflow");
        assertThat(failureOf(Collector.collect(
                        numbers(1_000).map(i -> i == 500 ? Integer.parseInt("no number") : 1).stream())))
                .isInstanceOf(NumberFormatException.class);
        assertThat(await(db.query("SELECT 7").mapTo(Long.class).one())).isEqualTo(7);
    }

    @Test
    void refusesRequestsBelowOne() throws Exception {
        Probe probe = new Probe(numbers(10).stream());

        probe.subscription.request(0);

        assertThat((Throwable) probe.next())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3.9");
        assertThatThrownBy(() -> numbers(10).stream().subscribe(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void signalsArriveOnTheCallbackExecutor() throws Exception {
        assertThat(await(Collector.collect(
                        numbers(200).map(i -> Thread.currentThread() instanceof DatabaseThread).stream())))
                .hasSize(200)
                .containsOnly(false);
    }

    @Test
    void aSubscriberThatForgetsItsStreamLosesIt() throws Exception {
        try (AsyncSqlite impatient = AsyncSqlite.open(SqliteOptions.file(directory.resolve("slow.db"))
                .readers(1)
                .streamTimeout(Duration.ofSeconds(1))
                .build())) {
            Probe probe = new Probe(impatient.query(NUMBERS, 1_000_000).mapTo(Long.class).stream());
            probe.subscription.request(1);
            assertThat(probe.next()).isEqualTo(1L);

            assertThat((Throwable) probe.next())
                    .isInstanceOf(StreamExpiredException.class)
                    .hasMessageContaining("waited longer than streamTimeout=1000 ms for demand");
            assertThat(await(impatient.query("SELECT 7").mapTo(Long.class).one()))
                    .isEqualTo(7);
        }
    }

    @Test
    void closingTheDatabaseEndsItsStreams() throws Exception {
        Probe probe = new Probe(numbers(1_000_000).stream());
        probe.subscription.request(1);
        assertThat(probe.next()).isEqualTo(1L);

        db.close();

        assertThat((Throwable) probe.next()).isInstanceOf(DatabaseClosedException.class);
    }

    @Test
    void aMemoryDatabaseStreamsAndIsNotHeldUp() throws Exception {
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            Probe probe = new Probe(memory.query(NUMBERS, 5_000).mapTo(Long.class).stream());
            probe.subscription.request(1);
            assertThat(probe.next()).isEqualTo(1L);

            assertThat(await(memory.execute("CREATE TABLE t(k)"))).isEqualTo(new WriteResult(0, 0));

            probe.subscription.request(Long.MAX_VALUE);
            for (long i = 2; i <= 5_000; i++) {
                assertThat(probe.next()).isEqualTo(i);
            }
            assertThat(probe.next()).isEqualTo("complete");
        }
    }

    private Query<Long> numbers(long last) {
        return db.query(NUMBERS, last).mapTo(Long.class);
    }
}
