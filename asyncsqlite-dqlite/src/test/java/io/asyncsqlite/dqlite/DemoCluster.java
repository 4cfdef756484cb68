package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.ClusterNode.Role;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.dqlite.node.NodeMain;
import io.asyncsqlite.dqlite.node.NodeProcess;
import io.asyncsqlite.internal.engine.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Servers on this machine, three unless the test wants one, each a process of Debian's {@code dqlite-demo}; with {@code -Ddqlite.servers=own} of {@link NodeMain},
 * which needs JDK 22, libdqlite and the jar of this module.
 */
final class DemoCluster implements AutoCloseable {

    private static final String SERVER = "/usr/bin/dqlite-demo";
    /** The same of 1.18.4 or newer, which runs RETURNING. */
    private static final String NEWER_SERVER = System.getenv().getOrDefault("DQLITE_NEWER", "");

    private static final boolean OWN = "own".equals(System.getProperty("dqlite.servers"));
    static final int NODES = 3;

    private final Path directory;
    private final Network network;
    private final boolean own;
    private String program = SERVER;
    private final List<Node> nodes = new ArrayList<>();

    private static final class Node {

        final String address;
        final String http;
        Process process;

        Node(String host) {
            address = host + ":" + freePort();
            http = host + ":" + freePort();
        }
    }

    private DemoCluster(Path directory, Network network, boolean own) {
        this.directory = directory;
        this.network = network;
        this.own = own;
    }

    static void assumeAvailable() {
        assumeTrue(Files.isExecutable(Path.of(SERVER)), "dqlite-demo is not installed (Debian's package go-dqlite)");
    }

    static DemoCluster start(Path directory) throws Exception {
        return start(directory, Network.LOOPBACK);
    }

    static DemoCluster start(Path directory, Network network) throws Exception {
        if (!OWN) {
            assumeAvailable();
        }
        return start(new DemoCluster(directory, network, OWN), NODES);
    }

    /** Starts servers of {@link NodeMain}. */
    static DemoCluster startOwn(Path directory) throws Exception {
        return start(new DemoCluster(directory, Network.LOOPBACK, true), NODES);
    }

    /** Starts one server of Debian, which leads itself. */
    static DemoCluster startOne(Path directory) throws Exception {
        assumeAvailable();
        return start(new DemoCluster(directory, Network.LOOPBACK, false), 1);
    }

    /** Starts one server that is newer than Debian's. */
    static DemoCluster startNewer(Path directory) throws Exception {
        assumeTrue(
                !NEWER_SERVER.isEmpty(),
                "DQLITE_NEWER names no dqlite-demo of 1.18.4 or newer; .ci/newer-dqlite fetches one");
        DemoCluster cluster = new DemoCluster(directory, Network.LOOPBACK, false);
        cluster.program = NEWER_SERVER;
        return start(cluster, 1);
    }

    private static DemoCluster start(DemoCluster cluster, int servers) throws Exception {
        try {
            for (int i = 0; i < servers; i++) {
                cluster.nodes.add(new Node(cluster.network.host(i)));
                cluster.start(i);
                int size = i + 1;
                await(Duration.ofSeconds(60), () -> cluster.members(false) == size);
            }
            // Only voters elect a leader. Servers become voters some time after the third has joined.
            await(Duration.ofSeconds(90), () -> cluster.members(true) == servers);
            return cluster;
        } catch (Throwable e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts a server, again if it was ended. */
    void start(int i) throws IOException {
        Node node = nodes.get(i);
        Path data = Files.createDirectories(directory.resolve("node" + i));
        List<String> command = own ? NodeProcess.command(data, node.address) : demo(node, data);
        if (i > 0) {
            command.addAll(List.of("--join", nodes.get(0).address));
        } else if (own) {
            command.add("--first");
        }
        node.process = new ProcessBuilder(network.command(i, command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("node" + i + ".log").toFile()))
                .start();
        // A test that is stopped leaves no server, which may be busy for ever.
        Runtime.getRuntime().addShutdownHook(new Thread(node.process::destroyForcibly));
    }

    private List<String> demo(Node node, Path data) {
        return new ArrayList<>(List.of(program, "--api", node.http, "--db", node.address, "--dir", data.toString()));
    }

    private int members(boolean onlyVoters) {
        try (ServerConnection leader = search().connect()) {
            return (int) Member.of(leader.ask(Member.question(), 1_000)).stream()
                    .filter(member -> !onlyVoters || member.role() == Role.VOTER)
                    .count();
        } catch (EngineException | IOException e) {
            return 0;
        }
    }

    private LeaderSearch search() {
        return new LeaderSearch(location());
    }

    ClusterLocation location() {
        return ClusterLocation.of(nodes.stream().map(node -> node.address).toArray(String[]::new));
    }

    SqliteOptions.Builder options() {
        return SqliteOptions.cluster(location());
    }

    /** Returns which server leads, or waits until one does. */
    int leader() {
        int[] found = {-1};
        await(Duration.ofSeconds(60), () -> (found[0] = leaderNow()) >= 0);
        return found[0];
    }

    private int leaderNow() {
        return IntStream.range(0, nodes.size())
                .filter(i -> nodes.get(i).process.isAlive() && leads(nodes.get(i).address))
                .findFirst()
                .orElse(-1);
    }

    private static boolean leads(String address) {
        return leaderAsSeenBy(address).equals(address);
    }

    /** Waits until a server that was started again knows the leader. */
    void awaitFollowing(int i) {
        await(
                Duration.ofSeconds(60),
                () -> !leaderAsSeenBy(nodes.get(i).address).isEmpty());
    }

    private static String leaderAsSeenBy(String address) {
        ClusterLocation one = ClusterLocation.of(address).withConnectTimeout(Duration.ofSeconds(1));
        try (ServerConnection server = ServerConnection.open(one.nodes().get(0), one)) {
            Answer answer = server.ask(new Request(Request.LEADER).word(0), 1_000);
            answer.word();
            return answer.text();
        } catch (IOException e) {
            return "";
        }
    }

    /** Ends a server with SIGKILL. */
    void kill(int i) throws InterruptedException {
        Process process = nodes.get(i).process;
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    void pause(int i) throws Exception {
        signal(i, "STOP");
    }

    void resume(int i) throws Exception {
        signal(i, "CONT");
    }

    private void signal(int i, String name) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", "-" + name, String.valueOf(nodes.get(i).process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    boolean isAlive(int i) {
        return nodes.get(i).process.isAlive();
    }

    int size() {
        return nodes.size();
    }

    /** Waits until something is so, and fails if that takes too long. */
    static void await(Duration time, BooleanSupplier condition) {
        long until = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - until).as("waited in vain").isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Returns a port on which nobody listens. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        nodes.stream().filter(node -> node.process != null).forEach(node -> node.process.destroyForcibly());
        nodes.stream()
                .filter(node -> node.process != null)
                .forEach(node ->
                        node.process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    }
}
