package io.asyncsqlite.dqlite.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.dqlite.Membership;
import io.asyncsqlite.dqlite.examples.Nodes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers of the system's library. Runs on the jar: only there does a JDK see the classes for it. */
@Timeout(300)
class DqliteNodeIT {

    private static final int NODES = 3;

    @TempDir
    Path directory;

    private final List<NodeProcess> nodes = new ArrayList<>();

    @BeforeAll
    static void assumeAvailable() {
        assumeTrue(Runtime.version().feature() >= 22, "needs JDK 22 or newer");
        assumeTrue(
                Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib")
                        .anyMatch(library -> Files.exists(Path.of(library, "libdqlite.so.0"))),
                "libdqlite is not installed (Debian's package libdqlite0)");
    }

    @BeforeEach
    void name() {
        for (int i = 0; i < NODES; i++) {
            nodes.add(new NodeProcess(directory.resolve("node" + i)));
        }
    }

    @AfterEach
    void end() {
        nodes.forEach(NodeProcess::close);
    }

    private void startAll() throws Exception {
        nodes.get(0).start("--first");
        for (int i = 1; i < NODES; i++) {
            nodes.get(i).start("--join", nodes.get(0).address());
        }
    }

    private ClusterLocation location() {
        return ClusterLocation.of(nodes.stream().map(NodeProcess::address).toArray(String[]::new));
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static long count(AsyncSqlite db) throws Exception {
        return await(
                db.query("SELECT count(*) FROM t").map(row -> row.getLong(0)).one());
    }

    private AsyncSqlite open() throws Exception {
        AsyncSqlite db = AsyncSqlite.open(SqliteOptions.cluster(location()).build());
        await(db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY)"));
        return db;
    }

    /** The first leads: nothing has made another one lead. */
    @Test
    void programsAreACluster() throws Exception {
        startAll();
        try (AsyncSqlite db = open()) {
            await(db.execute("INSERT INTO t VALUES (1)"));

            nodes.get(0).kill();
            await(db.execute("INSERT INTO t VALUES (2)"));
            assertThat(count(db)).isEqualTo(2);

            // It is a member already.
            nodes.get(0).start("--join", nodes.get(1).address());
            nodes.get(1).kill();
            await(db.execute("INSERT INTO t VALUES (3)"));
            assertThat(count(db)).isEqualTo(3);
        }
    }

    @Test
    void leaderHandsOverAndEnds() throws Exception {
        startAll();
        ClusterLocation first = ClusterLocation.of(nodes.get(0).address());

        assertThat(Membership.handOver(first, NodeDirectory.FIRST_ID)).isTrue();
        // It leads no longer, unless the next leader was so slow that another one was elected.
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (Membership.handOver(first, NodeDirectory.FIRST_ID)) {
            assertThat(System.nanoTime() - until).as("it still leads").isNegative();
        }

        try (AsyncSqlite db = open()) {
            for (NodeProcess node : nodes.subList(1, NODES)) {
                node.terminate();
                node.start("--join", nodes.get(0).address());
                await(db.execute("INSERT INTO t VALUES (NULL)"));
            }
            assertThat(count(db)).isEqualTo(2);
        }
    }

    @Test
    void serverRunsInThisProgram() throws Exception {
        String address = nodes.get(0).address();
        Path data = directory.resolve("node");
        try (DqliteNode node = DqliteNode.start(NodeOptions.first(data, address));
                AsyncSqlite db = AsyncSqlite.open(SqliteOptions.cluster(ClusterLocation.of(node.address()))
                        .build())) {
            await(db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY)"));
            await(db.execute("INSERT INTO t VALUES (1)"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
            assertThatThrownBy(() -> DqliteNode.start(NodeOptions.first(data, address)))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("Another server uses the directory");
        }
        try (DqliteNode node = DqliteNode.start(NodeOptions.joining(data, address, "127.0.0.1:1"));
                AsyncSqlite db = AsyncSqlite.open(SqliteOptions.cluster(ClusterLocation.of(node.address()))
                        .build())) {
            assertThat(count(db)).isEqualTo(1);
        }
    }

    @Test
    void theExampleWorks() {
        assertThat(Nodes.version(directory.resolve("node"), nodes.get(0).address()))
                .startsWith("3.");
    }

    @Test
    void serverThatCannotStartSaysWhy() throws Exception {
        String address = nodes.get(0).address();
        Path data = directory.resolve("node");
        NodeOptions options = NodeOptions.first(data, address);
        assertThatThrownBy(() -> DqliteNode.start(options.withLibrary("libnone.so")))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("libnone.so")
                .hasMessageContaining("libdqlite0");
        assertThatThrownBy(() ->
                        DqliteNode.start(NodeOptions.first(data, nodes.get(1).address())))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("a server keeps its address");
        Path used = Files.createDirectory(directory.resolve("used"));
        Files.createFile(used.resolve("app.db"));
        assertThatThrownBy(() -> DqliteNode.start(NodeOptions.first(used, address)))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("not of a server");
        assertThatThrownBy(() -> DqliteNode.start(NodeOptions.joining(
                                directory.resolve("lonely"),
                                address,
                                nodes.get(2).address())
                        .withJoinTimeout(Duration.ofMillis(300))))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("PT0.3S");
    }

    /** Whoever lost a directory must not come back as if nothing had happened. */
    @Test
    void addressOfAMemberIsNotTakenByAnotherServer() throws Exception {
        startAll();
        nodes.get(2).terminate();

        String taken = nodes.get(2).address();
        NodeOptions fresh = NodeOptions.joining(
                directory.resolve("fresh"), taken, nodes.get(0).address());
        assertThatThrownBy(() -> DqliteNode.start(fresh))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("the cluster has a server")
                .hasMessageContaining(taken);
    }
}
