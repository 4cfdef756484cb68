package io.asyncsqlite.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/** Streams are publishers as Reactive Streams specify them, by the specification's own test kit. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReactiveStreamsTests {

    private static AsyncSqlite database;

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

    private void passes(SqliteOptions options) {
        try (AsyncSqlite db = AsyncSqlite.open(options)) {
            database = db;
            TestListenerAdapter results = new TestListenerAdapter();
            // The kit is made of TestNG tests; this is how they run beside ours.
            TestNG kit = new TestNG(false);
            kit.setOutputDirectory(directory.toString());
            kit.setTestClasses(new Class<?>[] {PublisherVerification.class});
            kit.addListener(results);
            kit.run();

            assertThat(results.getFailedTests()).isEmpty();
            assertThat(results.getConfigurationFailures()).isEmpty();
            // Those skipped are rules that no test can check, and those about publishers that fail before a request.
            assertThat(results.getPassedTests()).hasSize(29);
        }
    }

    /** The kit's tests of a publisher, for the database that is open. */
    public static final class PublisherVerification extends FlowPublisherVerification<Long> {

        private static final long MILLIS_WITHOUT_SIGNAL = 100;

        /** Made by TestNG. */
        public PublisherVerification() {
            super(new TestEnvironment(2_000, MILLIS_WITHOUT_SIGNAL));
        }

        @Override
        public Flow.Publisher<Long> createFlowPublisher(long elements) {
            return database
                    .query(
                            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < :n) SELECT i FROM n LIMIT :n",
                            Map.of("n", elements))
                    .as(Long.class)
                    .stream();
        }

        @Override
        public Flow.Publisher<Long> createFailedFlowPublisher() {
            // The first request shows the error, not the subscription.
            return null;
        }
    }
}
