package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ClusterNode;
import io.asyncsqlite.ClusterNode.Role;
import io.asyncsqlite.ClusterUnavailableException;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteStats;
import io.asyncsqlite.spring.boot.health.AsyncSqliteHealthIndicator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** What a database tells of the leader of its cluster, and what its operations do without one. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NoLeaderTests extends OnACluster {

    @BeforeEach
    void empty() throws Exception {
        await(db.executeScript("DROP TABLE IF EXISTS t; CREATE TABLE t(id INTEGER PRIMARY KEY)"));
    }

    private static List<String> addresses() {
        return cluster.location().nodes().stream()
                .map(node -> node.getHostString() + ":" + node.getPort())
                .toList();
    }

    private static Health health() {
        return new AsyncSqliteHealthIndicator(db).health();
    }

    /** Waits until a database is healthy, as it need not be at the first look on a busy machine. */
    static Health awaitUp(Supplier<Health> health) {
        Health[] last = new Health[1];
        DemoCluster.await(
                Duration.ofSeconds(60),
                () -> (last[0] = health.get()).getStatus().equals(Status.UP));
        return last[0];
    }

    @Test
    void nodesAreThoseOfTheClusterAndOneLeads() throws Exception {
        List<ClusterNode> nodes = await(db.clusterNodes());

        assertThat(nodes).extracting(ClusterNode::address).containsExactlyInAnyOrderElementsOf(addresses());
        assertThat(nodes).extracting(ClusterNode::role).containsOnly(Role.VOTER);
        assertThat(nodes).filteredOn(ClusterNode::leader).hasSize(1);
    }

    @Test
    void nodesOfAnotherDatabaseAreNone() throws Exception {
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            assertThat(await(memory.clusterNodes())).isEmpty();
        }
    }

    @Test
    void healthIsUpAndNamesTheLeaderWhileTheWriterIsBusy() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CompletableFuture<Void> busy = db.write(connection -> {
            entered.countDown();
            released.await();
            return null;
        });
        entered.await();
        try {
            Health health = awaitUp(NoLeaderTests::health);

            assertThat(busy).isNotDone();
            assertThat(health.getDetails().get("leader")).isIn(addresses());
            assertThat(health.getDetails().get("nodes"))
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
                    .containsOnlyKeys(addresses())
                    .containsValue("voter");
        } finally {
            released.countDown();
        }
        await(busy);
    }

    @Test
    void healthIsUpAgainWithTheNextLeader() throws Exception {
        Object before = awaitUp(NoLeaderTests::health).getDetails().get("leader");
        long changes = db.stats().cluster().leaderChanges();
        int killed = cluster.leader();
        cluster.kill(killed);
        try {
            assertThat(awaitUp(NoLeaderTests::health).getDetails().get("leader"))
                    .isIn(addresses())
                    .isNotEqualTo(before);
            await(db.execute("INSERT INTO t(id) VALUES (1)"));
            SqliteStats.Cluster now = db.stats().cluster();
            assertThat(now.leaderChanges()).isGreaterThan(changes);
            assertThat(now.nodes()).isEqualTo(cluster.size());
            assertThat(now.leaderless()).isZero();
        } finally {
            cluster.start(killed);
            cluster.awaitFollowing(killed);
        }
    }

    @Test
    void withoutALeaderHealthIsDownAndOperationsAreNotExecuted() throws Exception {
        int leader = cluster.leader();
        int other = (leader + 1) % cluster.size();
        cluster.kill(other);
        cluster.kill(leader);
        try {
            AsyncSqlite hasty = db.withTimeout(Duration.ofSeconds(8));
            CompletableFuture<?> write = hasty.execute("INSERT INTO t(id) VALUES (1)");
            CompletableFuture<?> read = hasty.query("SELECT id FROM t").list();
            assertUnavailable(write);
            assertUnavailable(read);
            assertUnavailable(db.clusterNodes());
            assertThat(db.stats().cluster().leaderless()).isPositive();
            Health health = health();

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsEntry("error", "ClusterUnavailableException");
        } finally {
            cluster.start(leader);
            cluster.start(other);
            cluster.awaitFollowing(leader);
            cluster.awaitFollowing(other);
        }
        await(db.execute("INSERT INTO t(id) VALUES (2)"));
        assertThat(await(db.query("SELECT id FROM t").mapTo(Long.class).list())).containsExactly(2L);
    }

    private static void assertUnavailable(CompletableFuture<?> operation) {
        assertThatThrownBy(() -> await(operation))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(ClusterUnavailableException.class, e -> {
                    assertThat(e.outcome()).isEqualTo(Outcome.NOT_EXECUTED);
                    assertThat(e.retryable()).isTrue();
                })
                .isInstanceOf(SqliteException.class);
    }
}
