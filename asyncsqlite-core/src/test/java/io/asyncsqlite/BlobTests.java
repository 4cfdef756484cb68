package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.engine.TestEngine;
import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.ConnectedDatabase;
import io.asyncsqlite.testing.LogCapture;
import io.asyncsqlite.testing.SingleThread;
import io.asyncsqlite.testing.WriterGate;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(
        named = TestEngine.PROPERTY,
        matches = "foreign",
        disabledReason = "only the foreign engine opens blobs")
@Timeout(60)
class BlobTests extends ConnectedDatabase {

    private static final BlobLocation FIRST = BlobLocation.of("t", "body", 1);

    @BeforeEach
    void open() throws Exception {
        open(SqliteOptions.file(directory.resolve("app.db")));
    }

    private void open(SqliteOptions.Builder options) throws Exception {
        db = AsyncSqlite.open(options.build());
        connection = await(db.connect());
        await(connection.executeScript("CREATE TABLE t(k INTEGER PRIMARY KEY, body, title TEXT UNIQUE);"
                + "INSERT INTO t VALUES (1, zeroblob(300000), 'one'), (2, x'01020304', 'two')"));
    }

    @Test
    void blobIsReadAndWrittenInPlace() throws Exception {
        byte[] written = random(200_000);
        await(connection.begin());
        try (AsyncBlob blob = await(connection.openBlob(FIRST, BlobMode.READ_WRITE))) {
            assertThat(blob.size()).isEqualTo(300_000);
            ByteBuffer source = ByteBuffer.wrap(written);
            await(blob.write(50_000, source));
            assertThat(source.position()).isZero();
            assertThat(bytes(blob.read(49_998, 6)))
                    .containsExactly(0, 0, written[0], written[1], written[2], written[3]);
            assertThat(bytes(blob.read(50_000, 200_000))).isEqualTo(written);
            assertThat(bytes(blob.read(300_000, 0))).isEmpty();
        }
        await(connection.commit());

        byte[] stored = body(1);
        assertThat(stored).hasSize(300_000);
        assertThat(Arrays.copyOfRange(stored, 50_000, 250_000)).isEqualTo(written);
    }

    @Test
    void writtenBytesAreRolledBackWithTheTransaction() throws Exception {
        await(connection.begin());
        AsyncBlob blob = await(connection.openBlob(FIRST, BlobMode.READ_WRITE));
        await(blob.write(0, ByteBuffer.wrap(new byte[] {1})));
        await(connection.rollback());

        assertThat(body(1)[0]).isZero();
        assertThat(failureOf(blob.read(0, 1)))
                .isInstanceOf(BlobClosedException.class)
                .hasMessage("The blob was closed because its transaction was rolled back: nothing was read or written"
                        + " [blob main.t.body of row 1]");
    }

    @Test
    void theBytesAreCopiedBeforeTheMethodReturns() throws Exception {
        await(connection.begin());
        AsyncBlob blob = await(connection.openBlob(FIRST, BlobMode.READ_WRITE));
        byte[] bytes = {7};
        CompletableFuture<Void> written = whileBusy(() -> {
            CompletableFuture<Void> write = blob.write(0, ByteBuffer.wrap(bytes));
            bytes[0] = 8;
            return write;
        });
        await(written);
        await(connection.commit());

        assertThat(body(1)[0]).isEqualTo((byte) 7);
    }

    @Test
    void belongsToATransaction() throws Exception {
        assertThat(failureOf(connection.openBlob(FIRST)))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("no open transaction, which a blob needs: the operation was not executed");
        await(connection.begin());
        AsyncBlob blob = await(connection.openBlob(FIRST));
        await(connection.commit());

        assertThat(failureOf(blob.read(0, 1)))
                .isInstanceOf(BlobClosedException.class)
                .hasMessageContaining("was closed by the COMMIT of its transaction");
        blob.close();
    }

    @Test
    void aTransactionThatReadsOpensBlobsToBeReadOnly() throws Exception {
        await(connection.begin(TransactionMode.READ_ONLY));

        assertThat(failureOf(connection.openBlob(FIRST, BlobMode.READ_WRITE)))
                .isInstanceOf(InvalidStatementException.class);
        AsyncBlob blob = await(connection.openBlob(FIRST));
        assertThatThrownBy(() -> blob.write(0, ByteBuffer.allocate(1)))
                .isInstanceOf(UnsupportedOperationException.class);
        await(connection.rollback());
    }

    @Test
    void bytesOutsideTheValueAreRefusedBeforeAnythingRuns() throws Exception {
        await(connection.begin());
        AsyncBlob blob = await(connection.openBlob(BlobLocation.of("t", "body", 2), BlobMode.READ_WRITE));

        for (long position : new long[] {-1, 4, 5, Long.MAX_VALUE, 1L << 32}) {
            assertThatThrownBy(() -> blob.read(position, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> blob.write(position, ByteBuffer.allocate(1)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> blob.read(0, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> blob.read(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(bytes(blob.read(0, 4))).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aChangeOfItsRowExpiresIt() throws Exception {
        await(connection.begin());
        AsyncBlob read = await(connection.openBlob(FIRST));
        AsyncBlob written = await(connection.openBlob(FIRST, BlobMode.READ_WRITE));
        AsyncBlob other = await(connection.openBlob(BlobLocation.of("t", "body", 2), BlobMode.READ_WRITE));
        await(connection.execute("UPDATE t SET title = 'ONE' WHERE k = 1"));

        for (CompletableFuture<?> use : List.of(read.read(0, 1), written.write(0, ByteBuffer.allocate(1)))) {
            assertThat(failureOf(use))
                    .isInstanceOf(BlobClosedException.class)
                    .hasMessageContaining("expired, its row was changed");
        }
        assertThat(failureOf(read.read(0, 1))).isInstanceOf(BlobClosedException.class);
        await(other.write(0, ByteBuffer.wrap(new byte[] {9})));
        assertThat(bytes(other.read(0, 1))).containsExactly(9);
        await(connection.commit());
        assertThat(body(2)[0]).isEqualTo((byte) 9);
    }

    @Test
    void batchesAndNestedTransactionsRunBesideOpenBlobs() throws Exception {
        await(connection.begin());
        AsyncBlob blob = await(connection.openBlob(FIRST, BlobMode.READ_WRITE));
        await(blob.write(0, ByteBuffer.wrap(new byte[] {1})));

        await(connection.executeMany("INSERT INTO t(body) VALUES (?)", List.of(List.of("x"), List.of("y"))));
        assertThat(failureOf(connection.inTransaction(tx -> tx.execute("DELETE FROM t WHERE k > 2")
                        .thenCompose(done -> CompletableFuture.failedFuture(new IllegalStateException("expected"))))))
                .hasMessageContaining("expected");

        await(blob.write(1, ByteBuffer.wrap(new byte[] {2})));
        assertThat(bytes(blob.read(0, 3))).containsExactly(1, 2, 0);
        await(connection.commit());
        assertThat(await(db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                .isEqualTo(4);
    }

    @Test
    void openCursorsKeepWhatTheyHaveSeen() throws Exception {
        await(connection.executeScript("CREATE TABLE many(k INTEGER PRIMARY KEY, v BLOB);"
                + "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                + " INSERT INTO many SELECT i, x'00' FROM n"));
        await(connection.begin());
        Cursor cursor = await(connection.cursor("SELECT v FROM many ORDER BY k"));
        AsyncBlob blob = await(connection.openBlob(BlobLocation.of("many", "v", 500), BlobMode.READ_WRITE));
        await(blob.write(0, ByteBuffer.wrap(new byte[] {1})));

        List<Row> rows = await(cursor.fetchAll());

        assertThat(rows).hasSize(500);
        assertThat(rows.get(499).getBytes(0)).containsExactly(0);
    }

    @Test
    void waitsForItsTurnToWriteAndKeepsIt() throws Exception {
        await(connection.begin(TransactionMode.DEFERRED));
        CompletableFuture<AsyncBlob> opening = WriterGate.whileHeld(db, () -> {
            CompletableFuture<AsyncBlob> waiting = connection.openBlob(FIRST, BlobMode.READ_WRITE);
            assertThat(waiting).isNotDone();
            return waiting;
        });
        AsyncBlob blob = await(opening);

        CompletableFuture<WriteResult> other = db.execute("UPDATE t SET body = 'x' WHERE k = 1");
        await(blob.write(0, ByteBuffer.wrap(new byte[] {1})));
        assertThat(other).isNotDone();
        await(connection.commit());
        await(other);
    }

    @Test
    void missingOrUnsuitableValueIsAnError() throws Exception {
        await(connection.executeScript("CREATE VIEW v AS SELECT * FROM t; INSERT INTO t(k, body) VALUES (3, 42)"));
        await(connection.begin());
        assertFails(BlobLocation.of("t", "body", 99), BlobMode.READ, "no such rowid: 99");
        assertFails(BlobLocation.of("nope", "body", 1), BlobMode.READ, "no such table: main.nope");
        assertFails(BlobLocation.of("t", "nope", 1), BlobMode.READ, "no such column: \"nope\"");
        assertFails(BlobLocation.of("v", "body", 1), BlobMode.READ, "cannot open view: v");
        assertFails(BlobLocation.of("t", "body", 3), BlobMode.READ, "cannot open value of type integer");
        assertFails(BlobLocation.of("t", "title", 1), BlobMode.READ_WRITE, "cannot open indexed column for writing");
        assertFails(new BlobLocation("other", "t", "body", 1), BlobMode.READ, "no such table: other.t");
        assertThat(bytes(await(connection.openBlob(BlobLocation.of("t", "title", 1)))
                        .read(0, 3)))
                .isEqualTo(new byte[] {'o', 'n', 'e'});
        assertThatThrownBy(() -> BlobLocation.of("t\0", "body", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void seesTheSchemaThatOthersHaveChanged() throws Exception {
        await(db.executeScript("CREATE TABLE later(body); INSERT INTO later VALUES (x'01')"));
        await(connection.begin());
        await(await(connection.openBlob(BlobLocation.of("later", "body", 1))).read(0, 1));
        await(connection.commit());
        await(db.execute("ALTER TABLE later RENAME TO latest"));
        await(connection.setAuthorizer(request -> Authorizer.Decision.DENY));
        await(connection.begin());

        AsyncBlob blob = await(connection.openBlob(BlobLocation.of("latest", "body", 1), BlobMode.READ_WRITE));

        assertThat(bytes(blob.read(0, 1))).containsExactly(1);
    }

    @Test
    void opensWhatAnAttachedDatabaseHolds() throws Exception {
        await(connection.execute("ATTACH ':memory:' AS \"ot\"\"her\""));
        await(connection.executeScript(
                "CREATE TABLE \"ot\"\"her\".t2(b); INSERT INTO \"ot\"\"her\".t2 VALUES (x'05')"));
        await(connection.begin());

        assertThat(bytes(await(connection.openBlob(new BlobLocation("ot\"her", "t2", "b", 1)))
                        .read(0, 1)))
                .containsExactly(5);
        assertFails(new BlobLocation("ot\"her", "t3", "b", 1), BlobMode.READ, "no such table: ot\"her.t3");
    }

    private void assertFails(BlobLocation location, BlobMode mode, String message) throws Exception {
        assertThat(failureOf(connection.openBlob(location, mode)))
                .isInstanceOf(StatementException.class)
                .hasMessageStartingWith(message)
                .hasMessageContaining("[blob ");
    }

    @Test
    void aClosedBlobIsRefused() throws Exception {
        await(connection.begin());
        AsyncBlob blob = await(connection.openBlob(FIRST, BlobMode.READ_WRITE));
        blob.close();
        blob.close();

        assertThat(failureOf(blob.read(0, 1)))
                .isInstanceOf(BlobClosedException.class)
                .hasMessageContaining("is closed");
        assertThat(failureOf(blob.write(0, ByteBuffer.allocate(1)))).isInstanceOf(BlobClosedException.class);
        assertThat(failureOf(Collector.collect(blob.stream()))).isInstanceOf(BlobClosedException.class);
        await(connection.commit());
    }

    @Test
    void forgottenBlobIsReportedAndClosed() throws Exception {
        try (LogCapture log = new LogCapture(LeakReports.class)) {
            await(connection.begin());
            forget();
            while (log.messages().isEmpty()) {
                System.gc();
                Thread.onSpinWait();
            }
            log.awaitMessage(
                    "A blob of Connection 1 of database 'app.db' [blob main.t.body of row 1] became unreachable"
                            + " without being closed, and is closed now; opened here");
            assertThat(log.stackOfLast()).contains("BlobTests.forget");
            await(connection.commit());
        }
    }

    private void forget() throws Exception {
        await(await(connection.openBlob(FIRST)).read(0, 1));
    }

    @Test
    void blobCancelledWhileQueuedIsNeverOpened() throws Exception {
        await(connection.begin());
        CompletableFuture<AsyncBlob> opening = whileBusy(() -> {
            CompletableFuture<AsyncBlob> cancelled = connection.openBlob(FIRST);
            cancelled.cancel(true);
            return cancelled;
        });

        assertThat(opening).isCancelled();
        await(connection.execute("DROP TABLE t"));
        await(connection.commit());
    }

    /** An open blob would lock its table. */
    @Test
    void blobCancelledBeforeItsDeliveryIsClosed() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch passed = new CountDownLatch(1);
        ExecutorService callbacks = SingleThread.executor();
        db.close();
        open(SqliteOptions.file(directory.resolve("held.db")).callbackExecutor(callbacks));
        await(connection.begin());
        await(connection.setTrace(new StatementTrace() {
            @Override
            public void started(String sql) {
                passed.countDown();
            }
        }));
        callbacks.execute(() -> quietly(open));
        CompletableFuture<AsyncBlob> opening = connection.openBlob(FIRST);
        CompletableFuture<List<Row>> after = connection.query("SELECT 1").list();
        assertThat(passed.await(20, TimeUnit.SECONDS)).isTrue();

        opening.cancel(true);
        open.countDown();

        await(after);
        await(connection.execute("DROP TABLE t"));
        await(connection.commit());
        db.close();
        callbacks.shutdown();
    }

    @Test
    void endsWithATransactionThatIsTooOld() throws Exception {
        db.close();
        Files.delete(directory.resolve("app.db"));
        open(SqliteOptions.file(directory.resolve("app.db")).transactionTimeout(Duration.ofMillis(50)));
        AsyncBlob blob = openInATransaction();
        while (connection.inTransaction()) {
            Thread.onSpinWait();
        }

        assertThat(failureOf(blob.read(0, 1))).isInstanceOf(BlobClosedException.class);
    }

    /** Begins again where a busy machine made the transaction too old before. */
    private AsyncBlob openInATransaction() throws Exception {
        CompletableFuture<AsyncBlob> opened;
        for (int i = 0; i < 100; i++) {
            await(connection.begin());
            opened = connection.openBlob(FIRST);
            if (failureOf(opened) == null) {
                return await(opened);
            }
            await(connection.rollback());
        }
        throw new AssertionError("each transaction was too old");
    }

    @Test
    void theConnectionClosesWithOpenBlobs() throws Exception {
        await(connection.begin());
        AsyncBlob blob = await(connection.openBlob(FIRST, BlobMode.READ_WRITE));
        await(blob.write(0, ByteBuffer.wrap(new byte[] {1})));

        connection.close();

        assertThat(failureOf(blob.read(0, 1))).isInstanceOf(BlobClosedException.class);
        assertThat(failureOf(connection.openBlob(FIRST))).isInstanceOf(ConnectionClosedException.class);
        assertThat(body(1)[0]).isZero();
    }

    @Test
    void worksInMemory() throws Exception {
        try (AsyncSqlite memory = AsyncSqlite.inMemory();
                AsyncConnection only = await(memory.connect())) {
            await(only.executeScript("CREATE TABLE t(body); INSERT INTO t VALUES (zeroblob(10))"));
            await(only.begin());
            AsyncBlob blob = await(only.openBlob(FIRST, BlobMode.READ_WRITE));
            await(blob.write(9, ByteBuffer.wrap(new byte[] {1})));
            assertThat(bytes(blob.read(8, 2))).containsExactly(0, 1);
            await(only.commit());
        }
    }

    @Test
    void blobIsStreamedInPieces() throws Exception {
        byte[] content = random(300_000);
        await(connection.execute("UPDATE t SET body = ? WHERE k = 1", content));
        await(connection.execute("UPDATE t SET body = x'' WHERE k = 2"));
        await(connection.begin());

        List<ByteBuffer> pieces = await(Collector.collect(await(connection.openBlob(FIRST)).stream()));
        List<ByteBuffer> none =
                await(Collector.collect(await(connection.openBlob(BlobLocation.of("t", "body", 2))).stream()));

        assertThat(pieces).hasSize(5).allMatch(piece -> piece.remaining() <= 65_536);
        assertThat(joined(pieces)).isEqualTo(content);
        assertThat(none).isEmpty();
    }

    @Test
    void databaseStreamsABlob() throws Exception {
        byte[] content = random(300_000);
        await(db.execute("UPDATE t SET body = ? WHERE k = 1", content));

        Flow.Publisher<ByteBuffer> publisher = db.streamBlob(FIRST);

        assertThat(joined(await(Collector.collect(publisher)))).isEqualTo(content);
        assertThat(joined(await(Collector.collect(publisher)))).isEqualTo(content);
        assertThat(failureOf(Collector.collect(db.streamBlob(BlobLocation.of("t", "body", 99)))))
                .isInstanceOf(StatementException.class);
    }

    @Test
    void aStreamSeesOneSnapshotBesideWrites() throws Exception {
        Pieces pieces = new Pieces();
        db.streamBlob(FIRST).subscribe(pieces);
        pieces.subscription.request(1);
        await(pieces.first);
        await(db.execute("UPDATE t SET body = x'ff' WHERE k = 1"));

        pieces.subscription.request(Long.MAX_VALUE);

        assertThat(joined(await(pieces.all))).isEqualTo(new byte[300_000]);
    }

    @Test
    void aStreamThatNobodyReadsEnds() throws Exception {
        try (AsyncSqlite impatient = AsyncSqlite.open(SqliteOptions.file(directory.resolve("impatient.db"))
                .streamTimeout(Duration.ofMillis(50))
                .build())) {
            await(impatient.executeScript("CREATE TABLE t(body); INSERT INTO t VALUES (zeroblob(1000000))"));
            Pieces pieces = new Pieces();
            impatient.streamBlob(FIRST).subscribe(pieces);
            pieces.subscription.request(1);

            assertThat(failureOf(pieces.all)).isInstanceOf(StreamExpiredException.class);
        }
    }

    @Test
    void aCancelledStreamFreesItsReader() throws Exception {
        for (int i = 0; i < 20; i++) {
            Pieces pieces = new Pieces();
            db.streamBlob(FIRST).subscribe(pieces);
            pieces.subscription.request(1);
            await(pieces.first);
            pieces.subscription.cancel();
        }
        while (db.stats().busyReaders() > 0) {
            Thread.onSpinWait();
        }
        assertThat(await(Collector.collect(db.streamBlob(FIRST)))).hasSize(5);
    }

    @Test
    void blobIsStreamedAtOnceWhereOneConnectionServesAll() throws Exception {
        for (SqliteOptions options : List.of(
                SqliteOptions.memory().build(),
                SqliteOptions.file(directory.resolve("journal.db"))
                        .journalMode(JournalMode.DELETE)
                        .build())) {
            try (AsyncSqlite one = AsyncSqlite.open(options)) {
                await(one.executeScript("CREATE TABLE t(body); INSERT INTO t VALUES (zeroblob(100000))"));
                Pieces pieces = new Pieces();
                one.streamBlob(FIRST).subscribe(pieces);
                pieces.subscription.request(1);
                await(pieces.first);
                await(one.execute("DELETE FROM t"));
                pieces.subscription.request(1);

                assertThat(joined(await(pieces.all))).hasSize(100_000);
            }
        }
    }

    /** Keeps the connection's thread busy, so that operations that are submitted meanwhile wait. */
    private <T> T whileBusy(Supplier<T> submissions) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        await(connection.setAuthorizer(request -> {
            entered.countDown();
            return quietly(open) ? Authorizer.Decision.ALLOW : Authorizer.Decision.DENY;
        }));
        CompletableFuture<List<Row>> busy = connection.query("SELECT 1").list();
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        T submitted = submissions.get();
        open.countDown();
        await(busy);
        await(connection.setAuthorizer(null));
        return submitted;
    }

    private static boolean quietly(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private byte[] body(long key) throws Exception {
        return await(db.query("SELECT body FROM t WHERE k = ?", key).one()).getBytes(0);
    }

    private static byte[] bytes(CompletableFuture<ByteBuffer> read) throws Exception {
        return joined(List.of(await(read)));
    }

    private static byte[] joined(List<ByteBuffer> pieces) {
        ByteBuffer all = ByteBuffer.allocate(
                pieces.stream().mapToInt(ByteBuffer::remaining).sum());
        pieces.forEach(all::put);
        return all.array();
    }

    /** Requests and collects as many pieces as the test asks for. */
    private static final class Pieces implements Flow.Subscriber<ByteBuffer> {

        final CompletableFuture<ByteBuffer> first = new CompletableFuture<>();
        final CompletableFuture<List<ByteBuffer>> all = new CompletableFuture<>();
        private final List<ByteBuffer> pieces = new ArrayList<>();
        Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(ByteBuffer piece) {
            pieces.add(piece);
            first.complete(piece);
        }

        @Override
        public void onError(Throwable failure) {
            all.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            all.complete(pieces);
        }
    }
}
