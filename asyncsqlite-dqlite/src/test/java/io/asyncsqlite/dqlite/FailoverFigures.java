package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the leader of three servers of {@link io.asyncsqlite.dqlite.node.NodeMain} with default settings again and again, and prints how long no write
 * succeeded. Not a part of the build: profile {@code dqlite-figures}. {@code -Ddqlite.failovers=10} is the default.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailoverFigures {

    private static final int FAILOVERS = Integer.getInteger("dqlite.failovers", 10);
    private static final int IN_FLIGHT = 16;
    private static final int WRITES_BETWEEN = 500;

    @TempDir
    Path directory;

    private final AtomicLong next = new AtomicLong();
    private final AtomicLong lastSuccess = new AtomicLong();
    private final AtomicLong longestGap = new AtomicLong();
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong running = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();

    @Test
    void timesWithoutAWriteArePrinted() throws Exception {
        List<Long> gaps = new ArrayList<>();
        List<Long> elections = new ArrayList<>();
        try (DemoCluster cluster = DemoCluster.startOwn(directory);
                AsyncSqlite db = AsyncSqlite.open(cluster.options().build())) {
            db.execute("CREATE TABLE t(id INTEGER)").get();
            for (int i = 0; i < IN_FLIGHT; i++) {
                running.incrementAndGet();
                write(db);
            }
            for (int i = 0; i < FAILOVERS; i++) {
                gaps.add(killLeader(cluster, elections));
            }
            stopped.set(true);
            DemoCluster.await(Duration.ofSeconds(60), () -> running.get() == 0);
            assertAllThereOnce(db);
        }
        System.out.println(FAILOVERS + " kills, " + acknowledged.size() + " writes acknowledged, " + failed.get()
                + " failed; ms without a write: " + figures(gaps) + "; until another server led: "
                + figures(elections));
    }

    private static String figures(List<Long> times) {
        Collections.sort(times);
        int count = times.size();
        long median = (times.get((count - 1) / 2) + times.get(count / 2)) / 2;
        return "median " + median + ", longest " + times.get(count - 1) + ", all " + times;
    }

    private void write(AsyncSqlite db) {
        if (stopped.get()) {
            running.decrementAndGet();
            return;
        }
        long id = next.incrementAndGet();
        db.execute("INSERT INTO t(id) VALUES (?)", id).whenCompleteAsync((result, failure) -> {
            if (failure == null) {
                succeeded(id);
            } else {
                failed.incrementAndGet();
            }
            write(db);
        });
    }

    private void succeeded(long id) {
        acknowledged.add(id);
        long now = System.nanoTime();
        long gap = now - lastSuccess.getAndSet(now);
        longestGap.accumulateAndGet(gap, Math::max);
    }

    private void awaitWrites() {
        long target = acknowledged.size() + WRITES_BETWEEN;
        DemoCluster.await(Duration.ofSeconds(60), () -> acknowledged.size() >= target);
    }

    /** Returns for how many milliseconds no write succeeded, and adds how long the servers had no leader. */
    private long killLeader(DemoCluster cluster, List<Long> elections) throws Exception {
        awaitWrites();
        int leader = cluster.leader();
        longestGap.set(0);
        long since = System.nanoTime();
        cluster.kill(leader);
        cluster.leader();
        elections.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
        awaitWrites();
        long gap = TimeUnit.NANOSECONDS.toMillis(longestGap.get());
        cluster.start(leader);
        cluster.awaitFollowing(leader);
        return gap;
    }

    private void assertAllThereOnce(AsyncSqlite db) throws Exception {
        List<Long> found = db.query("SELECT id FROM t").mapTo(Long.class).list().get();
        assertThat(found).doesNotHaveDuplicates();
        assertThat(Set.copyOf(found)).containsAll(acknowledged);
    }
}
