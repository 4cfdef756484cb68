package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.EngineAccess;
import io.asyncsqlite.testing.LostServerEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While no leader is found operations wait within their time, then fail, and complete in any case. */
@Timeout(60)
class LostLeaderTests {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final LostServerEngine engine = new LostServerEngine();
    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        db = EngineAccess.open(options().build(), engine);
        // Both connections are open.
        await(db.execute("CREATE TABLE t(x)"));
        assertThat(read(db, LONG)).isEqualTo(1);
    }

    private static SqliteOptions.Builder options() {
        return SqliteOptions.cluster(ClusterLocation.of("h1:9001")).readers(1);
    }

    @AfterEach
    void close() {
        engine.find();
        db.close();
    }

    private static CompletableFuture<Long> reading(AsyncSqlite database, Duration timeout) {
        return database.withTimeout(timeout).query("SELECT 1").mapTo(Long.class).one();
    }

    private static long read(AsyncSqlite database, Duration timeout) throws Exception {
        return await(reading(database, timeout));
    }

    private static void assertUnavailable(CompletableFuture<?> operation) throws Exception {
        assertThat(failureOf(operation)).isInstanceOfSatisfying(ClusterUnavailableException.class, e -> {
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_EXECUTED);
            assertThat(e.retryable()).isTrue();
            assertThat(e).hasMessageContaining("database 'app'");
        });
    }

    @Test
    void aWriteFailsInItsTimeAndTheNextOneRuns() throws Exception {
        CountDownLatch sought = engine.lose();
        CompletableFuture<?> patient = db.withTimeout(LONG).execute("CREATE TABLE IF NOT EXISTS u(x)");
        await(sought);

        assertUnavailable(db.withTimeout(SHORT).execute("CREATE TABLE IF NOT EXISTS t(x)"));
        engine.find();
        await(patient);
    }

    @Test
    void aReadThatHasLostItsConnectionFailsInItsTime() throws Exception {
        CountDownLatch sought = engine.lose();
        CompletableFuture<Long> lost = reading(db, Duration.ofSeconds(5));
        await(sought);

        assertUnavailable(reading(db, SHORT));
        assertUnavailable(lost);
        engine.find();
        assertThat(read(db, LONG)).isEqualTo(1);
    }

    @Test
    void aReadThatHasLostItsConnectionRunsOnTheNextOne() throws Exception {
        CountDownLatch sought = engine.lose();
        CompletableFuture<Long> lost = reading(db, LONG);
        await(sought);
        engine.find();

        assertThat(await(lost)).isEqualTo(1);
    }

    @Test
    void aReadThatIsCancelledWhileItWaitsForALeaderLeavesTheReader() throws Exception {
        CountDownLatch sought = engine.lose();
        CompletableFuture<Long> lost = reading(db, LONG);
        await(sought);
        lost.cancel(true);
        engine.find();

        assertThat(read(db, LONG)).isEqualTo(1);
    }

    @Test
    void aReadCompletesIfItsReaderGivesUp() throws Exception {
        try (AsyncSqlite hasty =
                EngineAccess.open(options().operationTimeout(SHORT).build(), engine)) {
            assertThat(read(hasty, LONG)).isEqualTo(1);
            engine.lose();

            assertUnavailable(reading(hasty, LONG));
            engine.find();
            assertThat(read(hasty, LONG)).isEqualTo(1);
        }
    }

    @Test
    void theNodesAreAskedBesideTheWriter() throws Exception {
        assertThat(await(db.clusterNodes()))
                .isEqualTo(List.of(new ClusterNode("h1:9001", ClusterNode.Role.VOTER, true)));
        engine.lose();

        assertUnavailable(db.clusterNodes());
    }

    @Test
    void theTimeWithoutALeaderIsTold() throws Exception {
        assertThat(db.stats().cluster()).isEqualTo(new SqliteStats.Cluster(1, 0, Duration.ZERO));
        CountDownLatch sought = engine.lose();
        CompletableFuture<?> patient = db.withTimeout(LONG).execute("CREATE TABLE IF NOT EXISTS u(x)");
        await(sought);

        SqliteStats.Cluster lost = db.stats().cluster();
        assertThat(lost.leaderless()).isPositive();
        assertThat(db.stats().cluster().leaderless()).isGreaterThan(lost.leaderless());
        engine.find();
        await(patient);
        assertThat(db.stats().cluster()).isEqualTo(new SqliteStats.Cluster(1, 1, Duration.ZERO));
    }

    @Test
    void aClosedDatabaseHasNoNodesToAsk() throws Exception {
        db.close();

        assertThat(failureOf(db.clusterNodes())).isInstanceOf(DatabaseClosedException.class);
    }

    @Test
    void aDatabaseInMemoryHasNoNodes() throws Exception {
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            assertThat(await(memory.clusterNodes())).isEmpty();
        }
    }
}
