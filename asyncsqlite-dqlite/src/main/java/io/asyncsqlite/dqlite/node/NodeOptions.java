package io.asyncsqlite.dqlite.node;

import io.asyncsqlite.ClusterLocation;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Where a server keeps its data, and how the others reach it. Immutable.
 *
 * <p>A cluster begins with {@link #first} on exactly one machine, once. All other servers are {@link #joining} it. A server that starts again with the
 * directory that it had is a member already, whichever of the two made its options.
 */
public final class NodeOptions {

    private static final Duration MIN_LATENCY = Duration.ofMillis(1);
    private static final Duration MAX_LATENCY = Duration.ofSeconds(60);

    private final Path directory;
    private final String address;
    private final List<String> members;
    private final Duration networkLatency;
    private final Duration joinTimeout;
    private final String library;

    private NodeOptions(
            Path directory,
            String address,
            List<String> members,
            Duration networkLatency,
            Duration joinTimeout,
            String library) {
        this.directory = directory;
        this.address = address;
        this.members = members;
        this.networkLatency = networkLatency;
        this.joinTimeout = joinTimeout;
        this.library = library;
    }

    private static NodeOptions of(Path directory, String address, List<String> members) {
        checkAddress(address);
        return new NodeOptions(
                Objects.requireNonNull(directory, "directory"),
                address,
                members,
                Duration.ofMillis(100),
                Duration.ofSeconds(60),
                "libdqlite.so.0");
    }

    /**
     * Begins a cluster. Two servers that begin one each are two clusters, with two databases.
     *
     * @param directory where the server keeps its part of the cluster: no other file may be there; made, for its owner only, if there is none
     * @param address {@code ip:port} by which the other servers and the clients reach this one; it listens there only
     * @return the options
     * @throws IllegalArgumentException if the address is none, or is one of all interfaces such as {@code 0.0.0.0}, to which no program can connect
     */
    public static NodeOptions first(Path directory, String address) {
        return of(directory, address, List.of());
    }

    /**
     * Adds a server to a cluster.
     *
     * @param directory as in {@link #first}
     * @param address as in {@link #first}
     * @param members addresses of servers that are in the cluster, at least one; one that runs is enough
     * @return the options
     * @throws IllegalArgumentException as in {@link #first}, or if there is no member or one is no address
     */
    public static NodeOptions joining(Path directory, String address, String... members) {
        ClusterLocation.of(members);
        return of(directory, address, List.of(members));
    }

    private static void checkAddress(String address) {
        String host = ClusterLocation.address(address).getHostString();
        if (!host.matches("[0-9.]+|[0-9a-fA-F:.]+")) {
            throw new IllegalArgumentException("address '" + address + "' of a node must have a numeric IP address");
        }
        try {
            // Numbers are not looked up.
            if (InetAddress.getByName(host).isAnyLocalAddress()) {
                throw new IllegalArgumentException("address '" + address
                        + "' of a node stands for all interfaces: name the one by which the others reach it");
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address '" + address + "' of a node is not an IP address", e);
        }
    }

    /**
     * Sets how long a message between two servers takes at most, in ordinary times. The servers elect a leader after 15 times as long without a word of
     * the old one. Less elects sooner, and also when a server was only slow.
     *
     * @param latency 1 ms to 60 s, in whole milliseconds; default 100 ms, so 1.5 s; on all servers the same
     * @return options with it
     * @throws IllegalArgumentException if it is out of the range
     */
    public NodeOptions withNetworkLatency(Duration latency) {
        if (latency.compareTo(MIN_LATENCY) < 0 || latency.compareTo(MAX_LATENCY) > 0) {
            throw new IllegalArgumentException("networkLatency must be from 1 ms to 60 s, was " + latency);
        }
        return new NodeOptions(directory, address, members, latency, joinTimeout, library);
    }

    /**
     * Sets how long a server tries to become a member when it starts for the first time.
     *
     * @param timeout more than 0; default 60 s
     * @return options with it
     * @throws IllegalArgumentException if it is not more than 0
     */
    public NodeOptions withJoinTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("joinTimeout must be more than 0, was " + timeout);
        }
        return new NodeOptions(directory, address, members, networkLatency, timeout, library);
    }

    /**
     * Sets which library is loaded.
     *
     * @param library the file, absolute, or a name that the system's loader finds; default {@code libdqlite.so.0}, which Debian's package
     *     {@code libdqlite0} has
     * @return options with it
     */
    public NodeOptions withLibrary(String library) {
        return new NodeOptions(
                directory, address, members, networkLatency, joinTimeout, Objects.requireNonNull(library, "library"));
    }

    Path directory() {
        return directory;
    }

    String address() {
        return address;
    }

    boolean isFirst() {
        return members.isEmpty();
    }

    ClusterLocation cluster() {
        return ClusterLocation.of(members.toArray(String[]::new));
    }

    Duration networkLatency() {
        return networkLatency;
    }

    Duration joinTimeout() {
        return joinTimeout;
    }

    String library() {
        return library;
    }
}
