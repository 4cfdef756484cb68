package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;
import reactor.core.publisher.Flux;

/** The publishers of the driver pass the test kit of Reactive Streams. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReactiveStreamsTests {

    private static final String ROWS =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?1) SELECT i FROM n LIMIT ?1";

    @TempDir
    Path directory;

    private SqliteConnectionFactory factory;
    private static Connection connection;

    @BeforeEach
    void open() {
        factory = (SqliteConnectionFactory) ConnectionFactories.get(
                "r2dbc:sqlite:///" + directory.resolve("tck.db") + "?readers=4&engine=" + TestEngine.choice());
        connection = Sql.await(factory.create());
    }

    @AfterEach
    void close() {
        Sql.await(factory.close());
    }

    @Test
    void rowsPassTheTestKit() {
        passes(Rows.class, 24);
    }

    @Test
    void segmentsPassTheTestKit() {
        passes(Segments.class, 24);
    }

    @Test
    void resultsPassTheTestKit() {
        passes(Results.class, 25);
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
        // Those skipped are rules that no test can check, and those about publishers that fail before a request,
        // have no end or are subscribed to twice.
        assertThat(results.getPassedTests()).hasSize(tests);
    }

    /** A publisher of as many elements as the kit wants. */
    abstract static class Verification<T> extends PublisherVerification<T> {

        private static final long MILLIS_WITHOUT_SIGNAL = 100;
        /** A cancelled subscriber may be referred to that long: a cancel needs a thread, which a busy machine gives late. */
        private static final long MILLIS_UNTIL_FORGOTTEN = 1_000;

        Verification() {
            super(new TestEnvironment(2_000, MILLIS_WITHOUT_SIGNAL), MILLIS_UNTIL_FORGOTTEN);
        }

        @Override
        public Publisher<T> createFailedPublisher() {
            // The first request shows the error, not the subscription.
            return null;
        }
    }

    /** The kit's tests of rows. */
    public static final class Rows extends Verification<Object> {

        @Override
        public Publisher<Object> createPublisher(long elements) {
            return Sql.await(Sql.bound(connection, ROWS, elements).execute()).map(row -> row.get(0));
        }
    }

    /** The kit's tests of segments. */
    public static final class Segments extends Verification<Object> {

        @Override
        public Publisher<Object> createPublisher(long elements) {
            return Sql.await(Sql.bound(connection, ROWS, elements).execute()).flatMap(segment -> Flux.just(segment));
        }
    }

    /** The kit's tests of results. */
    public static final class Results extends Verification<Object> {

        @Override
        public Publisher<Object> createPublisher(long elements) {
            Batch batch = connection.createBatch();
            for (long i = 0; i < elements; i++) {
                batch.add("SELECT 1");
            }
            return Flux.from(batch.execute()).cast(Object.class);
        }

        @Override
        public long maxElementsFromPublisher() {
            return 1_000;
        }
    }
}
