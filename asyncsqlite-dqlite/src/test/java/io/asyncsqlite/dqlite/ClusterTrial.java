package io.asyncsqlite.dqlite;

import io.asyncsqlite.AsyncSqlite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Two programs write to a cluster, while its leader is lost again and again; at the end the histories of all operations are checked. */
final class ClusterTrial implements AutoCloseable {

    private static final int PROGRAMS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WRITES_BETWEEN = 200;

    private final DemoCluster cluster;
    private final Load load = new Load();
    private final List<AsyncSqlite> programs = new ArrayList<>();
    private long longestMillis;

    /** What makes the cluster lose its leader, or ends that. */
    interface Fault {

        void at(int server) throws Exception;
    }

    ClusterTrial(DemoCluster cluster) {
        this.cluster = cluster;
    }

    void start() throws Exception {
        for (int i = 0; i < PROGRAMS; i++) {
            programs.add(AsyncSqlite.open(cluster.options().build()));
        }
        load.makeTables(programs.get(0));
        programs.forEach(load::start);
    }

    void kill() throws Exception {
        loseLeader("killed", cluster::kill, cluster::start);
    }

    void pause() throws Exception {
        loseLeader("paused", cluster::pause, cluster::resume);
    }

    /** Disturbs the leader, waits until a write that was begun after that is acknowledged, and ends the disturbance. */
    void loseLeader(String what, Fault begin, Fault end) throws Exception {
        awaitWrites(WRITES_BETWEEN);
        int leader = cluster.leader();
        long since = System.nanoTime();
        begin.at(leader);
        try {
            awaitWrites(load.inFlight() + 1);
        } finally {
            end.at(leader);
        }
        long stalled = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
        longestMillis = Math.max(longestMillis, stalled);
        cluster.awaitFollowing(leader);
        System.out.println(what + " " + leader + ": " + stalled + " ms, acknowledged " + load.acknowledged());
    }

    private void awaitWrites(int count) {
        long target = load.acknowledged() + count;
        DemoCluster.await(PATIENCE, () -> load.acknowledged() >= target);
    }

    /** Ends the programs, and returns what a further one finds wrong; empty if nothing is. */
    List<String> finish() throws Exception {
        awaitWrites(WRITES_BETWEEN);
        load.stop();
        try (AsyncSqlite db = AsyncSqlite.open(cluster.options().build())) {
            return load.check(db);
        }
    }

    String figures() {
        return "longest time until " + (load.inFlight() + 1) + " writes were acknowledged " + longestMillis + " ms"
                + load.figures();
    }

    @Override
    public void close() {
        programs.forEach(AsyncSqlite::close);
    }
}
