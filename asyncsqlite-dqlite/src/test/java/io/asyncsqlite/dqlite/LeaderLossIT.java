package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.dqlite.SetHistory.Told;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * While programs write, the leader is killed or paused again and again. Nothing acknowledged is lost, nothing is there that was said not to be done,
 * and nothing twice. {@code -Ddqlite.kills=200 -Ddqlite.pauses=50} does more.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeaderLossIT {

    private static final int KILLS = Integer.getInteger("dqlite.kills", 3);
    private static final int PAUSES = Integer.getInteger("dqlite.pauses", 2);
    private static final int IN_FLIGHT = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final SetHistory history = new SetHistory();
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();

    @BeforeAll
    static void assumeAvailable() {
        DemoCluster.assumeAvailable();
    }

    @Test
    void killedAndPausedLeadersLoseNothing() throws Exception {
        try (DemoCluster cluster = DemoCluster.start(directory);
                AsyncSqlite db = AsyncSqlite.open(cluster.options().build())) {
            db.execute("CREATE TABLE t(id INTEGER)").get(60, TimeUnit.SECONDS);
            Load load = new Load(db);
            load.start();
            long longest = 0;
            for (int i = 0; i < KILLS + PAUSES; i++) {
                awaitWrites(200);
                int leader = cluster.leader();
                longest = Math.max(longest, i < KILLS ? kill(cluster, leader) : pause(cluster, leader));
            }
            awaitWrites(200);
            load.stop();

            List<Long> found = db.query("SELECT id FROM t")
                    .map(row -> row.getLong(0))
                    .list()
                    .get(60, TimeUnit.SECONDS);
            assertThat(history.check(found)).isEmpty();
            System.out.printf(
                    "%d kills, %d pauses: %d acknowledged, %d not done, %d unknown; longest time without a write %d ms%n",
                    KILLS,
                    PAUSES,
                    history.count(Told.ACKNOWLEDGED),
                    history.count(Told.NOT_DONE),
                    history.count(Told.UNKNOWN),
                    longest);
        }
    }

    private long kill(DemoCluster cluster, int leader) throws Exception {
        long since = System.nanoTime();
        cluster.kill(leader);
        awaitWrites(1);
        long stalled = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
        cluster.start(leader);
        cluster.awaitFollowing(leader);
        System.out.println("killed " + leader + ": " + stalled + " ms, acknowledged " + acknowledged.get());
        return stalled;
    }

    private long pause(DemoCluster cluster, int leader) throws Exception {
        long since = System.nanoTime();
        cluster.pause(leader);
        try {
            awaitWrites(IN_FLIGHT);
        } finally {
            cluster.resume(leader);
        }
        long stalled = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
        System.out.println("paused " + leader + ": " + stalled + " ms, acknowledged " + acknowledged.get());
        return stalled;
    }

    private void awaitWrites(int count) {
        long target = acknowledged.get() + count;
        DemoCluster.await(PATIENCE, () -> acknowledged.get() >= target);
    }

    /** Keeps a number of inserts in flight. */
    private final class Load {

        private final AsyncSqlite db;
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final Semaphore places = new Semaphore(IN_FLIGHT);

        Load(AsyncSqlite db) {
            this.db = db;
        }

        void start() {
            for (int i = 0; i < IN_FLIGHT; i++) {
                places.acquireUninterruptibly();
                insert();
            }
        }

        private void insert() {
            long id = next.incrementAndGet();
            db.execute("INSERT INTO t(id) VALUES (?)", id).whenComplete((result, failure) -> {
                history.note(id, failure);
                if (failure == null) {
                    acknowledged.incrementAndGet();
                }
                if (stopped.get()) {
                    places.release();
                } else {
                    insert();
                }
            });
        }

        void stop() {
            stopped.set(true);
            assertThat(tryAll()).isTrue();
        }

        private boolean tryAll() {
            try {
                return places.tryAcquire(IN_FLIGHT, 60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
