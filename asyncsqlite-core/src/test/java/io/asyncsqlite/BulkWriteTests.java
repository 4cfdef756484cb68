package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.RowSource;
import io.asyncsqlite.testing.WriterGate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows of a source that are written in chunks. */
@Timeout(60)
class BulkWriteTests extends AppDatabase {

    static final String INSERT = "INSERT INTO once(k) VALUES (?)";

    private BulkWrite write;

    @BeforeEach
    void create() throws Exception {
        await(db.execute("CREATE TABLE once(k INTEGER PRIMARY KEY)"));
        write = db.bulkWrite(INSERT).withChunkSize(10);
    }

    static Iterator<Long> numbers(long count) {
        return LongStream.range(0, count).iterator();
    }

    /** Numbers of which one comes twice. */
    static Iterator<Long> withDuplicate(long count, long duplicate) {
        return LongStream.range(0, count).map(i -> i == duplicate ? 0 : i).iterator();
    }

    long count() throws Exception {
        return await(db.query("SELECT count(*) FROM once").mapTo(Long.class).one());
    }

    @Test
    void iteratorIsWrittenToItsEndWithProgress() throws Exception {
        List<Long> progress = Collections.synchronizedList(new ArrayList<>());

        assertThat(await(write.withProgress(progress::add).from(numbers(25)))).isEqualTo(25);

        assertThat(progress).containsExactly(10L, 20L, 25L);
        assertThat(count()).isEqualTo(25);
    }

    @Test
    void emptySourceWritesNothing() throws Exception {
        assertThat(await(write.from(Collections.emptyIterator()))).isZero();
    }

    @Test
    void eachCallRunsTheWriteAnew() throws Exception {
        BulkWrite delete = db.bulkWrite("DELETE FROM once WHERE k >= ?");
        await(write.from(numbers(7)));

        assertThat(await(delete.from(List.of(5, 0).iterator()))).isEqualTo(7);
        assertThat(await(delete.from(List.of(0).iterator()))).isZero();
    }

    @Test
    void publisherIsAskedOnlyForWhatHasRoom() throws Exception {
        RowSource source = new RowSource();
        CompletableFuture<Long> written = write.from(source);

        long taken = WriterGate.whileHeld(db, () -> source.publishDemanded(0, 1_000));

        // One chunk waits for the writer, and one is collected.
        assertThat(taken).isEqualTo(20);
        source.publish(taken, 95);
        source.complete();
        assertThat(await(written)).isEqualTo(95);
        assertThat(count()).isEqualTo(95);
    }

    @Test
    void slowIteratorKeepsNoOtherWriteWaiting() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch waits = new CountDownLatch(1);
        Iterator<Long> slow = LongStream.range(0, 30)
                .peek(i -> {
                    if (i == 15) {
                        waits.countDown();
                        await(goOn);
                    }
                })
                .iterator();
        CompletableFuture<Long> written = write.from(slow);

        await(waits);
        await(db.execute("INSERT INTO t VALUES (1)"));
        goOn.countDown();

        assertThat(await(written)).isEqualTo(30);
    }

    @Test
    void failureKeepsTheChunksBeforeIt() throws Exception {
        BulkWriteException failure = (BulkWriteException) failureOf(write.from(withDuplicate(100, 25)));

        assertThat(failure.rows()).isEqualTo(20);
        assertThat(failure.outcome()).isEqualTo(Outcome.PARTLY_EXECUTED);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.sql()).isEqualTo(INSERT);
        assertThat(failure).hasCauseInstanceOf(ConstraintException.class).hasMessageContaining("first 20 rows");
        assertThat(count()).isEqualTo(20);
    }

    @Test
    void failureOfTheFirstChunkArrivesAsItIs() throws Exception {
        assertThat(failureOf(write.from(withDuplicate(100, 5)))).isInstanceOf(ConstraintException.class);
        assertThat(count()).isZero();
    }

    @Test
    void badRowEndsTheWriteAfterTheChunksBeforeIt() throws Exception {
        Iterator<Object> rows = LongStream.range(0, 30)
                .mapToObj(i -> i == 25 ? new Object[] {1, 2} : (Object) i)
                .iterator();

        BulkWriteException failure = (BulkWriteException) failureOf(write.from(rows));

        assertThat(failure.rows()).isEqualTo(20);
        assertThat(failure)
                .hasCauseInstanceOf(InvalidParameterException.class)
                .hasStackTraceContaining("At index 25 of the rows: ");
        assertThat(count()).isEqualTo(20);
    }

    @Test
    void errorOfTheIteratorEndsTheWrite() throws Exception {
        Iterator<Long> rows = LongStream.range(0, 100)
                .peek(i -> {
                    if (i == 15) {
                        throw new AssertionError("source");
                    }
                })
                .iterator();

        BulkWriteException failure = (BulkWriteException) failureOf(write.from(rows));

        assertThat(failure.rows()).isEqualTo(10);
        assertThat(failure.getCause()).isInstanceOf(AssertionError.class).hasMessage("source");
        assertThat(count()).isEqualTo(10);
    }

    @Test
    void errorOfThePublisherEndsTheWrite() throws Exception {
        Throwable failure = failureOf(write.from((Flow.Publisher<Object>) subscriber -> {
            throw new IllegalStateException("no source");
        }));

        assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessage("no source");
    }

    @Test
    void errorOfTheProgressEndsTheWrite() throws Exception {
        BulkWrite failing = write.withProgress(rows -> {
            throw new AssertionError("progress");
        });

        BulkWriteException failure = (BulkWriteException) failureOf(failing.from(numbers(100)));

        assertThat(failure.rows()).isEqualTo(10);
        assertThat(failure.getCause()).isInstanceOf(AssertionError.class);
        assertThat(count()).isEqualTo(10);
    }

    @Test
    void cancelEndsTheSourceAndTheChunkThatWaits() throws Exception {
        RowSource source = new RowSource();
        CompletableFuture<Long> written = write.from(source);

        WriterGate.whileHeld(db, () -> {
            source.publishDemanded(0, 15);
            return written.cancel(true);
        });

        assertThat(source.awaitCancel()).isTrue();
        assertThat(written).isCancelled();
        assertThat(count()).isZero();
        assertThat(db.stats().queuedWrites()).isZero();
    }

    @Test
    void failedChunkCancelsTheSource() throws Exception {
        RowSource source = new RowSource();
        CompletableFuture<Long> written = write.from(source);
        await(db.execute(INSERT, 3));

        source.publish(0, 10);

        assertThat(failureOf(written)).isInstanceOf(ConstraintException.class);
        assertThat(source.awaitCancel()).isTrue();
    }

    @Test
    void chunkOfLargeRowsEndsEarly() throws Exception {
        await(db.execute("CREATE TABLE large(v BLOB)"));
        List<Long> progress = Collections.synchronizedList(new ArrayList<>());
        byte[] megabyte = new byte[1 << 20];

        await(db.bulkWrite("INSERT INTO large VALUES (?)")
                .withProgress(progress::add)
                .from(Collections.nCopies(40, megabyte).iterator()));

        assertThat(progress).hasSizeGreaterThanOrEqualTo(3).endsWith(40L);
    }

    @Test
    void wrongStatementIsRefusedBeforeTheSourceIsRead() throws Exception {
        RowSource source = new RowSource();

        for (BulkWrite wrong : List.of(
                db.bulkWrite("SELECT ?"),
                db.bulkWrite("SELECT ?").allOrNone(),
                db.bulkWrite("INSERT INTO once VALUES (?); SELECT 1"),
                db.bulkWrite("PRAGMA user_version = 1"))) {
            assertThat(failureOf(wrong.from(source))).isInstanceOf(SqliteException.class);
        }
        assertThat(source.isSubscribed()).isFalse();
    }

    @Test
    void wrongArgumentsAreRefusedAtOnce() {
        assertThatThrownBy(() -> write.withChunkSize(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("chunkSize must be at least 1, was 0");
        assertThatThrownBy(() -> db.bulkWrite(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> write.withProgress(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> write.from((Iterator<?>) null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void rowsOfAStreamAreCopiedToAnotherTable() throws Exception {
        await(write.from(numbers(1_000)));

        assertThat(await(db.bulkWrite("INSERT INTO t VALUES (?)")
                        .from(db.query("SELECT k FROM once").mapTo(Long.class).stream())))
                .isEqualTo(1_000);
        assertThat(await(db.query("SELECT count(DISTINCT k) FROM t")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(1_000);
    }
}
