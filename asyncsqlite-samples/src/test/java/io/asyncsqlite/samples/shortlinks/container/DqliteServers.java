package io.asyncsqlite.samples.shortlinks.container;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.ClusterNode;
import io.asyncsqlite.SqliteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Three servers of a dqlite cluster on this machine, each a process of {@code dqlite-demo} that is new enough for RETURNING. */
final class DqliteServers implements AutoCloseable {

    private static final String PROGRAM = System.getenv().getOrDefault("DQLITE_NEWER", "");
    private static final int SERVERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path directory;
    private final List<String> addresses = new ArrayList<>();
    private final List<Process> servers = new ArrayList<>();

    private DqliteServers(Path directory) {
        this.directory = directory;
    }

    static void assumed() {
        assumeTrue(
                !PROGRAM.isEmpty(),
                "DQLITE_NEWER names no dqlite-demo of 1.18.4 or newer; .ci/newer-dqlite fetches one");
    }

    static DqliteServers start(Path directory) throws IOException {
        DqliteServers cluster = new DqliteServers(directory);
        try {
            for (int i = 0; i < SERVERS; i++) {
                cluster.startNext();
            }
            // Only voters elect a leader; the servers become voters some time after the third has joined.
            cluster.await(nodes -> nodes.stream()
                            .filter(node -> node.role() == ClusterNode.Role.VOTER)
                            .count()
                    == SERVERS);
            return cluster;
        } catch (Throwable e) {
            cluster.close();
            throw e;
        }
    }

    private void startNext() throws IOException {
        String address = address();
        int number = servers.size();
        Path data = Files.createDirectory(directory.resolve("server" + number));
        List<String> command =
                new ArrayList<>(List.of(PROGRAM, "--api", address(), "--db", address, "--dir", data.toString()));
        if (number > 0) {
            command.addAll(List.of("--join", addresses.get(0)));
        }
        servers.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server" + number + ".log").toFile())
                .start());
        addresses.add(address);
        await(nodes -> nodes.size() == number + 1);
    }

    private static String address() {
        return "127.0.0.1:" + Shortlinks.freePort();
    }

    /** Returns the addresses with commas between them, as the properties of the sample take them. */
    String addresses() {
        return String.join(",", addresses);
    }

    /** Opens the database of the sample. */
    AsyncSqlite open() {
        return AsyncSqlite.open(SqliteOptions.cluster(
                        ClusterLocation.of(addresses.toArray(String[]::new)).withDatabase("shortlinks"))
                .build());
    }

    private void await(Predicate<List<ClusterNode>> state) {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .pollInterval(Duration.ofMillis(100))
                .until(() -> state.test(nodes()));
    }

    private List<ClusterNode> nodes() throws Exception {
        try (AsyncSqlite db = open()) {
            return db.clusterNodes().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Kills the server that leads. */
    void killLeader() throws Exception {
        String leader = nodes().stream()
                .filter(ClusterNode::leader)
                .map(ClusterNode::address)
                .collect(Collectors.joining());
        Process process = servers.get(addresses.indexOf(leader));
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        servers.forEach(Process::destroyForcibly);
        servers.forEach(
                server -> server.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    }
}
