package io.asyncsqlite.transfer;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.BulkWriteException;
import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.TransferException;
import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.WriterGate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Imports that end before their source does. */
@Timeout(60)
class TransferEndTests extends AppDatabase {

    /** Lines without end, until it is closed. */
    private static final class EndlessLines extends InputStream {

        private static final byte[] TEXT = "k\n".concat("1\n".repeat(5_000)).getBytes(StandardCharsets.UTF_8);

        private final CountDownLatch closed = new CountDownLatch(1);
        private int position;

        @Override
        public int read() throws IOException {
            if (closed.getCount() == 0) {
                throw new IOException("closed");
            }
            position = position == TEXT.length ? 2 : position;
            return TEXT[position++];
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    /** A publisher that gives some buffers. */
    private static final class Buffers implements Flow.Publisher<ByteBuffer>, Flow.Subscription {

        private final CompletableFuture<Flow.Subscriber<? super ByteBuffer>> subscriber = new CompletableFuture<>();
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private final AtomicLong requested = new AtomicLong();

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> only) {
            only.onSubscribe(this);
            subscriber.complete(only);
        }

        @Override
        public void request(long n) {
            requested.addAndGet(n);
        }

        @Override
        public void cancel() {
            cancelled.countDown();
        }

        void give(String text) throws Exception {
            await(subscriber).onNext(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private final EndlessLines endless = new EndlessLines();
    private final Buffers buffers = new Buffers();

    private CsvImport numbers() {
        return Csv.into(db, "t").withChunkSize(100);
    }

    private long count() throws Exception {
        return await(db.query("SELECT count(*) FROM t").mapTo(Long.class).one());
    }

    @Test
    void buffersMayEndAnywhere() throws Exception {
        CompletableFuture<ImportResult> result = numbers().from(buffers);
        for (String piece : new String[] {"", "k", "\r", "\n1\r\n", "", "2", "3"}) {
            buffers.give(piece);
        }
        await(buffers.subscriber).onComplete();

        assertThat(await(result)).isEqualTo(new ImportResult(2, 0, 8));
        assertThat(await(db.query("SELECT k FROM t").mapTo(Long.class).list())).containsExactly(1L, 23L);
    }

    @Test
    void rowsOfManyChunksComeInTheOrderOfTheLines() throws Exception {
        List<Long> expected =
                LongStream.range(0, 5_000).mapToObj(i -> i * 7919 % 10_007).toList();
        StringBuilder lines = new StringBuilder("k\n");
        expected.forEach(k -> lines.append(k).append('\n'));

        await(Csv.into(db, "t")
                .withChunkSize(13)
                .from(new ByteArrayInputStream(lines.toString().getBytes(UTF_8))));

        assertThat(await(db.query("SELECT k FROM t ORDER BY rowid")
                        .mapTo(Long.class)
                        .list()))
                .isEqualTo(expected);
    }

    @Test
    void publisherIsAskedForFewBuffersWhileWritesWait() throws Exception {
        CompletableFuture<ImportResult> result = WriterGate.whileHeld(db, () -> {
            CompletableFuture<ImportResult> started = numbers().from(buffers);
            int given = 0;
            try {
                buffers.give("k\n");
                // Until the import takes no more: its first chunk waits for the writer.
                long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
                while (given < 1_000 && System.nanoTime() < until) {
                    if (buffers.requested.get() > given + 1) {
                        buffers.give("7\n".repeat(5_000));
                        given++;
                        until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
                    }
                    Thread.onSpinWait();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            assertThat(given).isLessThan(100);
            return started;
        });
        await(buffers.subscriber).onComplete();

        assertThat(await(result).rows()).isEqualTo(count());
    }

    @Test
    void cancelEndsAnImportWhosePublisherIsSilent() throws Exception {
        CompletableFuture<ImportResult> result = numbers().from(buffers);
        buffers.give("k\n1\n");

        result.cancel(false);

        await(buffers.cancelled);
        assertThat(failureOf(result)).isInstanceOf(CancellationException.class);
        db.close();
    }

    @Test
    void errorOfAPublisherEndsTheImport() throws Exception {
        CompletableFuture<ImportResult> result = numbers().from(buffers);
        buffers.give("k\n1\n");
        await(buffers.subscriber).onError(new IllegalStateException("of the publisher"));

        assertThat(failureOf(result)).isInstanceOf(TransferException.class).hasRootCauseMessage("of the publisher");
        assertThat(count()).isZero();
    }

    @Test
    void cancelKeepsWholeChunks() throws Exception {
        CountDownLatch written = new CountDownLatch(3);
        CompletableFuture<ImportResult> result =
                numbers().withProgress(progress -> written.countDown()).from(endless);
        await(written);

        result.cancel(false);

        await(endless.closed);
        long count = count();
        assertThat(count).isGreaterThanOrEqualTo(300);
        assertThat(count % 100).isZero();
    }

    @Test
    void timeoutOfTheFutureEndsTheImport() throws Exception {
        CompletableFuture<ImportResult> result =
                numbers().allOrNone().from(endless).orTimeout(300, TimeUnit.MILLISECONDS);

        assertThat(failureOf(result)).isInstanceOf(TimeoutException.class);
        await(endless.closed);
        await(db.execute("INSERT INTO t VALUES (0)"));
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void deadlineOfAllOrNoneKeepsNothing() throws Exception {
        CompletableFuture<ImportResult> result = Csv.into(db.withTimeout(Duration.ofMillis(300)), "t")
                .allOrNone()
                .from(endless);

        assertThat(failureOf(result)).isInstanceOf(SqliteException.class);
        await(endless.closed);
        assertThat(count()).isZero();
    }

    @Test
    void closeOfTheDatabaseEndsTheImport() throws Exception {
        CountDownLatch written = new CountDownLatch(2);
        CompletableFuture<ImportResult> result =
                numbers().withProgress(progress -> written.countDown()).from(endless);
        await(written);

        db.close();

        assertThat(failureOf(result))
                .isInstanceOf(BulkWriteException.class)
                .hasCauseInstanceOf(DatabaseClosedException.class);
        await(endless.closed);
    }

    @Test
    void importIntoAClosedDatabaseClosesItsSource() throws Exception {
        db.close();

        assertThat(failureOf(numbers().from(endless))).isInstanceOf(DatabaseClosedException.class);
    }
}
