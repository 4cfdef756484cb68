package io.asyncsqlite.dqlite;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Servers in network namespaces of their own. Each has an end of a cable whose other end is in a bridge in the namespace of this process, which has to be
 * one of its own, too ({@link #CONFINED}). A namespace without a name ends with its last process, and takes its interfaces with it: so nothing is left
 * behind, even if this process is killed.
 */
final class Namespaces implements Network {

    /** Runs a command in namespaces of its own, for network and processes, in which all processes end with it. */
    static final List<String> CONFINED =
            List.of("unshare", "--net", "--pid", "--fork", "--mount-proc", "--kill-child=SIGKILL");

    private static final String NETWORK = "10.77.0.";
    private static final int CLIENTS = 254;

    /** Processes that keep the namespaces of the servers while a server does not run. */
    private final List<Process> holders = new ArrayList<>();

    private Namespaces() {}

    static void assumeAvailable() throws Exception {
        String trial = "ip link add servers type bridge && ip link add node0 type veth peer name eth0";
        boolean available;
        try {
            available = tries(Stream.concat(CONFINED.stream(), Stream.of("sh", "-c", trial))
                    .toList());
        } catch (IOException e) {
            available = false;
        }
        assumeTrue(available, "this user cannot make network namespaces (needs root, util-linux and iproute2)");
    }

    private static boolean tries(List<String> command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** Makes the namespaces of so many servers. */
    static Namespaces create(int nodes) throws Exception {
        Namespaces namespaces = new Namespaces();
        try {
            run("ip link set lo up");
            run("ip link add servers type bridge");
            run("ip address add " + NETWORK + CLIENTS + "/24 dev servers");
            run("ip link set servers up");
            for (int node = 0; node < nodes; node++) {
                namespaces.add(node);
            }
            return namespaces;
        } catch (Throwable e) {
            namespaces.close();
            throw e;
        }
    }

    private void add(int node) throws Exception {
        Process holder = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo ready; exec cat").start();
        holders.add(holder);
        if (!"ready".equals(holder.inputReader().readLine())) {
            throw new IllegalStateException("a namespace could not be made");
        }
        run("ip link add " + cable(node) + " type veth peer name eth0 netns " + holder.pid());
        run("ip link set " + cable(node) + " master servers up");
        inside(node, "ip link set lo up");
        inside(node, "ip address add " + host(node) + "/24 dev eth0");
        inside(node, "ip link set eth0 up");
    }

    private static String cable(int node) {
        return "node" + node;
    }

    @Override
    public String host(int node) {
        return NETWORK + (node + 1);
    }

    @Override
    public List<String> command(int node, List<String> command) {
        String namespace = "--net=/proc/" + holders.get(node).pid() + "/ns/net";
        return Stream.concat(Stream.of("nsenter", namespace), command.stream()).toList();
    }

    /** Cuts a server off from all others and from clients. */
    void cut(int node) throws Exception {
        run("ip link set " + cable(node) + " down");
    }

    void mend(int node) throws Exception {
        run("ip link set " + cable(node) + " up");
    }

    /** Cuts a server off from the other servers; clients still reach it. */
    void cutFromServers(int node) throws Exception {
        route("add", node);
    }

    void mendToServers(int node) throws Exception {
        route("del", node);
    }

    private void route(String action, int node) throws Exception {
        for (int other = 0; other < holders.size(); other++) {
            if (other != node) {
                inside(node, "ip route " + action + " blackhole " + host(other));
                inside(other, "ip route " + action + " blackhole " + host(node));
            }
        }
    }

    private void inside(int node, String command) throws Exception {
        run(command(node, List.of(command.split(" "))));
    }

    private static void run(String command) throws Exception {
        run(List.of(command.split(" ")));
    }

    private static void run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + ": " + output);
        }
    }

    @Override
    public void close() {
        holders.forEach(Process::destroyForcibly);
    }
}
