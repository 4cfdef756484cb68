package io.asyncsqlite.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.Row;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.internal.engine.TestEngine;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/** Streams are publishers as Reactive Streams specify them, by the specification's own test kit. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReactiveStreamsTests {

    private static AsyncOperations database;
    private static AsyncSqlite blobs;
    private static AsyncConnection cursors;

    @TempDir
    Path directory;

    @Test
    void aStreamFromAReaderPassesTheTestKit() {
        passes(SqliteOptions.file(directory.resolve("tck.db")).readers(4).build());
    }

    @Test
    void aStreamThatIsReadAtOncePassesTheTestKit() {
        passes(SqliteOptions.memory().build());
    }

    @Test
    @EnabledIfSystemProperty(
            named = TestEngine.PROPERTY,
            matches = "foreign",
            disabledReason = "only the foreign engine opens blobs")
    void aStreamOfABlobPassesTheTestKit() {
        try (AsyncSqlite db = AsyncSqlite.open(
                SqliteOptions.file(directory.resolve("blobs.db")).readers(4).build())) {
            blobs = db;
            passes(BlobVerification.class, 28);
        }
    }

    @Test
    void aStreamInATransactionPassesTheTestKit() {
        try (AsyncSqlite db = AsyncSqlite.open(lasting("transaction.db"))) {
            OpenTransaction tx = db.begin(TransactionMode.READ_ONLY).join();
            passes(tx);
            tx.commit().join();
        }
    }

    @Test
    void aStreamOfAConnectionPassesTheTestKit() {
        try (AsyncSqlite db = AsyncSqlite.open(lasting("connection.db"));
                AsyncConnection connection = db.connect().join()) {
            connection.begin(TransactionMode.READ_ONLY).join();
            passes(connection);
            connection.rollback().join();
            passes(connection);
        }
    }

    @Test
    void aStreamOfACursorPassesTheTestKit() {
        try (AsyncSqlite db = AsyncSqlite.open(lasting("cursor.db"));
                AsyncConnection connection = db.connect().join()) {
            // Cursors of a transaction leave each other alone, however many rows they have.
            connection.begin(TransactionMode.READ_ONLY).join();
            cursors = connection;
            passes(CursorVerification.class, 26);
        }
    }

    private SqliteOptions lasting(String name) {
        return SqliteOptions.file(directory.resolve(name))
                .transactionTimeout(Duration.ofMinutes(10))
                .build();
    }

    private void passes(SqliteOptions options) {
        try (AsyncSqlite db = AsyncSqlite.open(options)) {
            passes(db);
        }
    }

    private void passes(AsyncOperations where) {
        database = where;
        passes(PublisherVerification.class, 29);
    }

    private void passes(Class<?> verification, int tests) {
        TestListenerAdapter results = new TestListenerAdapter();
        // The kit is made of TestNG tests; this is how they run beside ours.
        TestNG kit = new TestNG(false);
        kit.setOutputDirectory(directory.toString());
        kit.setTestClasses(new Class<?>[] {verification});
        kit.addListener(results);
        kit.run();

        assertThat(results.getFailedTests()).isEmpty();
        assertThat(results.getConfigurationFailures()).isEmpty();
        // Those skipped are rules that no test can check, those about publishers that fail before a request,
        // for a blob the one that needs two billion elements, and for a cursor three about subscribers that each get
        // every row.
        assertThat(results.getPassedTests()).hasSize(tests);
    }

    /** The kit's tests of a publisher of a blob's pieces. */
    public static final class BlobVerification extends FlowPublisherVerification<ByteBuffer> {

        private static final long PIECE = 65_536;

        /** Made by TestNG. */
        public BlobVerification() {
            super(
                    new TestEnvironment(2_000, PublisherVerification.MILLIS_WITHOUT_SIGNAL),
                    PublisherVerification.MILLIS_UNTIL_FORGOTTEN);
        }

        @Override
        public long maxElementsFromPublisher() {
            return 1_000;
        }

        @Override
        public Flow.Publisher<ByteBuffer> createFlowPublisher(long elements) {
            return blobs.executeScript("CREATE TABLE IF NOT EXISTS t(body)")
                    .thenCompose(created -> blobs.execute("INSERT INTO t VALUES (zeroblob(?))", elements * PIECE))
                    .thenApply(inserted -> blobs.streamBlob(BlobLocation.of("t", "body", inserted.lastInsertRowid())))
                    .join();
        }

        @Override
        public Flow.Publisher<ByteBuffer> createFailedFlowPublisher() {
            // The first request shows the error, not the subscription.
            return null;
        }
    }

    /** The kit's tests of a publisher of a cursor's rows. */
    public static final class CursorVerification extends FlowPublisherVerification<Row> {

        /** Made by TestNG. */
        public CursorVerification() {
            super(
                    new TestEnvironment(2_000, PublisherVerification.MILLIS_WITHOUT_SIGNAL),
                    PublisherVerification.MILLIS_UNTIL_FORGOTTEN);
        }

        @Override
        public Flow.Publisher<Row> createFlowPublisher(long elements) {
            return cursors.cursor(PublisherVerification.NUMBERS, Map.of("n", elements)).join().stream();
        }

        @Override
        public Flow.Publisher<Row> createFailedFlowPublisher() {
            // The first request shows the error, not the subscription.
            return null;
        }
    }

    /** The kit's tests of a publisher, for the database that is open. */
    public static final class PublisherVerification extends FlowPublisherVerification<Long> {

        private static final long MILLIS_WITHOUT_SIGNAL = 100;
        /** A cancelled subscriber may be referred to that long: a cancel needs a thread, which a busy machine gives late. */
        private static final long MILLIS_UNTIL_FORGOTTEN = 1_000;

        private static final String NUMBERS =
                "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < :n) SELECT i FROM n LIMIT"
                        + " :n";

        /** Made by TestNG. */
        public PublisherVerification() {
            super(new TestEnvironment(2_000, MILLIS_WITHOUT_SIGNAL), MILLIS_UNTIL_FORGOTTEN);
        }

        @Override
        public Flow.Publisher<Long> createFlowPublisher(long elements) {
            return database.query(NUMBERS, Map.of("n", elements)).mapTo(Long.class).stream();
        }

        @Override
        public Flow.Publisher<Long> createFailedFlowPublisher() {
            // The first request shows the error, not the subscription.
            return null;
        }
    }
}
