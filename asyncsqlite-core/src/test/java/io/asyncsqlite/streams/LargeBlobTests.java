package io.asyncsqlite.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncBlob;
import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.BlobMode;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.engine.TestEngine;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A blob needs no more memory the larger it is. */
@EnabledIfSystemProperty(
        named = TestEngine.PROPERTY,
        matches = "foreign",
        disabledReason = "only the foreign engine opens blobs")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LargeBlobTests {

    private static final int SIZE = 100_000_000;
    private static final int PIECE = 1_000_000;

    @TempDir
    Path directory;

    @Test
    void aHundredMegabytesPassThroughAHeapOf32Megabytes() throws Exception {
        assertThat(SmallHeap.run(
                        32, Program.class, directory.resolve("large.db").toString()))
                .isEqualTo(SIZE + " bytes, " + SIZE + " bytes");
    }

    /** Writes a blob piece by piece, streams it in both ways, and prints how many bytes came as they were written. */
    static final class Program implements Flow.Subscriber<ByteBuffer> {

        private static final BlobLocation LOCATION = BlobLocation.of("t", "body", 1);

        private final CompletableFuture<Long> bytes = new CompletableFuture<>();
        private Flow.Subscription subscription;
        private long count;

        public static void main(String[] arguments) {
            try (AsyncSqlite db = AsyncSqlite.open(SqliteOptions.file(Path.of(arguments[0]))
                            .transactionTimeout(Duration.ofMinutes(2))
                            .operationTimeout(Duration.ofMinutes(2))
                            .build());
                    AsyncConnection connection = db.connect().join()) {
                db.executeScript("CREATE TABLE t(body); INSERT INTO t VALUES (zeroblob(" + SIZE + "))")
                        .join();
                connection.begin().join();
                AsyncBlob blob =
                        connection.openBlob(LOCATION, BlobMode.READ_WRITE).join();
                for (int position = 0; position < SIZE; position += PIECE) {
                    blob.write(position, piece(position)).join();
                }
                System.out.print(count(blob.stream()) + " bytes, ");
                connection.commit().join();
                System.out.print(count(db.streamBlob(LOCATION)) + " bytes");
            }
        }

        private static ByteBuffer piece(int position) {
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            for (int i = 0; i < PIECE; i++) {
                piece.put(i, expected(position + i));
            }
            return piece;
        }

        private static byte expected(long position) {
            return (byte) (position % 251);
        }

        private static long count(Flow.Publisher<ByteBuffer> publisher) {
            Program program = new Program();
            publisher.subscribe(program);
            return program.bytes.join();
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(ByteBuffer piece) {
            while (piece.hasRemaining() && piece.get() == expected(count)) {
                count++;
            }
            subscription.request(1);
        }

        @Override
        public void onError(Throwable failure) {
            bytes.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            bytes.complete(count);
        }
    }
}
