package io.asyncsqlite;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.SocketFactory;

/**
 * A database in a cluster of servers: where they are, and how long to wait for them. Immutable. A preview: it may change in any version.
 *
 * <p>The artifact {@code asyncsqlite-dqlite} has the engine for it.
 *
 * <pre>{@code
 * ClusterLocation location = ClusterLocation.of("10.0.0.1:9001", "10.0.0.2:9001", "10.0.0.3:9001")
 *         .withDatabase("orders");
 * AsyncSqlite db = AsyncSqlite.open(SqliteOptions.cluster(location).build());
 * }</pre>
 */
public final class ClusterLocation {

    private final List<InetSocketAddress> nodes;
    private final String database;
    private final Duration connectTimeout;
    private final Duration answerTimeout;
    private final SocketFactory socketFactory;

    private ClusterLocation(
            List<InetSocketAddress> nodes,
            String database,
            Duration connectTimeout,
            Duration answerTimeout,
            SocketFactory socketFactory) {
        this.nodes = nodes;
        this.database = database;
        this.connectTimeout = connectTimeout;
        this.answerTimeout = answerTimeout;
        this.socketFactory = socketFactory;
    }

    /**
     * Names servers of a cluster. One that runs is enough: it knows the others.
     *
     * @param nodes addresses as {@link #address(String)} reads them, at least one
     * @return the database {@code app} there
     * @throws IllegalArgumentException if there is none, or one is no address
     */
    public static ClusterLocation of(String... nodes) {
        ClusterRules.requireNodes(nodes);
        return new ClusterLocation(
                Stream.of(nodes).map(ClusterLocation::address).toList(),
                "app",
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                SocketFactory.getDefault());
    }

    /**
     * Reads the address of a server.
     *
     * @param text {@code host:port}; an IPv6 address is in brackets
     * @return the address, not resolved
     * @throws IllegalArgumentException if it is none
     */
    public static InetSocketAddress address(String text) {
        return ClusterRules.address(text);
    }

    /**
     * Sets the name of the database.
     *
     * @param name letters, digits, {@code _}, {@code -} and {@code .}, at least one; default {@code app}
     * @return a location with it
     * @throws IllegalArgumentException if it has another character
     */
    public ClusterLocation withDatabase(String name) {
        ClusterRules.checkDatabase(name);
        return new ClusterLocation(nodes, name, connectTimeout, answerTimeout, socketFactory);
    }

    /**
     * Sets how long to wait for a connection to one server.
     *
     * @param timeout more than 0, at most 365 days; default 2 s
     * @return a location with it
     * @throws IllegalArgumentException if it is out of the range
     */
    public ClusterLocation withConnectTimeout(Duration timeout) {
        ClusterRules.checkTime("connectTimeout", timeout);
        return new ClusterLocation(nodes, database, timeout, answerTimeout, socketFactory);
    }

    /**
     * Sets how long a COMMIT waits for the answer of the leader, after which its outcome is unknown, and how long any other request waits before
     * the connection counts as lost.
     *
     * @param timeout more than 0, at most 365 days; default 10 s
     * @return a location with it
     * @throws IllegalArgumentException if it is out of the range
     */
    public ClusterLocation withAnswerTimeout(Duration timeout) {
        ClusterRules.checkTime("answerTimeout", timeout);
        return new ClusterLocation(nodes, database, connectTimeout, timeout, socketFactory);
    }

    /**
     * Sets what makes the sockets, for example a factory for TLS to a proxy: the servers themselves encrypt nothing and ask for no password.
     *
     * @param factory makes unconnected sockets
     * @return a location with it
     */
    public ClusterLocation withSocketFactory(SocketFactory factory) {
        return new ClusterLocation(
                nodes, database, connectTimeout, answerTimeout, Objects.requireNonNull(factory, "factory"));
    }

    /**
     * Returns the addresses that were given.
     *
     * @return at least one, not resolved
     */
    public List<InetSocketAddress> nodes() {
        return nodes;
    }

    /**
     * Returns the name of the database.
     *
     * @return the name
     */
    public String database() {
        return database;
    }

    /**
     * Returns how long to wait for a connection to one server.
     *
     * @return more than 0
     */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /**
     * Returns how long to wait for the answer of a request.
     *
     * @return more than 0
     */
    public Duration answerTimeout() {
        return answerTimeout;
    }

    /**
     * Returns what makes the sockets.
     *
     * @return the factory
     */
    public SocketFactory socketFactory() {
        return socketFactory;
    }

    /** Returns the URL of the database, as R2DBC has it. */
    @Override
    public String toString() {
        return nodes.stream().map(ClusterRules::text).collect(Collectors.joining(",", "dqlite://", "/")) + database;
    }
}
