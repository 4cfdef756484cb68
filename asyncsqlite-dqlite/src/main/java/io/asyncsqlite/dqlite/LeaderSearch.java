package io.asyncsqlite.dqlite;

import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.ClusterNode;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineException.Loss;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Finds the leader of a cluster: asks each known server in turn who leads, and then the one that they name. Servers that were not given are learned
 * from the leader. Any thread.
 */
final class LeaderSearch {

    private final ClusterLocation location;
    private final AtomicReference<Set<InetSocketAddress>> known;
    private final AtomicReference<@Nullable InetSocketAddress> lastLeader = new AtomicReference<>();
    private final LongAdder leaderChanges = new LongAdder();
    private volatile int servers;

    LeaderSearch(ClusterLocation location) {
        this.location = location;
        this.known = new AtomicReference<>(new LinkedHashSet<>(location.nodes()));
    }

    /**
     * Asks every known server once.
     *
     * @return a connection to the leader
     * @throws EngineException if none says who leads, or that one cannot be reached
     */
    ServerConnection connect() throws EngineException {
        StringBuilder answers = new StringBuilder();
        for (InetSocketAddress node : known.get()) {
            try {
                ServerConnection leader = ask(node, answers);
                if (leader != null) {
                    return leader;
                }
            } catch (IOException e) {
                answers.append(separator(answers))
                        .append(name(node))
                        .append(": ")
                        .append(e instanceof UnknownHostException ? "its host is unknown" : e.getMessage());
            }
        }
        throw new EngineException(Failures.NOT_LEADER, "no leader was found (" + answers + ")", Loss.NOT_EXECUTED);
    }

    /** Tells whether a server still leads. One that was stopped or cut off does not answer, or says that another one leads. */
    boolean leads(InetSocketAddress node) {
        try (ServerConnection connection = ServerConnection.open(node, location)) {
            return leader(connection).equals(name(node));
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks the leader which servers the cluster has. */
    List<ClusterNode> nodes() throws EngineException {
        try (ServerConnection leader = connect()) {
            return servers(leader);
        } catch (IOException e) {
            throw Failures.lost(e);
        }
    }

    private static String separator(StringBuilder answers) {
        return answers.length() == 0 ? "" : "; ";
    }

    /** Returns a server as servers name it: an IPv6 address is in brackets. */
    private static String name(InetSocketAddress node) {
        String host = node.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + node.getPort();
    }

    private @Nullable ServerConnection ask(InetSocketAddress node, StringBuilder answers) throws IOException {
        ServerConnection connection = ServerConnection.open(node, location);
        String leader;
        try {
            leader = leader(connection);
            if (leader.equals(name(node))) {
                learn(node, connection);
                return connection;
            }
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
        connection.close();
        if (leader.isEmpty()) {
            answers.append(separator(answers)).append(name(node)).append(": knows no leader");
            return null;
        }
        return connectTo(address(leader), answers);
    }

    private @Nullable ServerConnection connectTo(InetSocketAddress node, StringBuilder answers) throws IOException {
        ServerConnection connection = ServerConnection.open(node, location);
        try {
            if (leader(connection).equals(name(node))) {
                learn(node, connection);
                return connection;
            }
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
        connection.close();
        answers.append(separator(answers)).append(name(node)).append(": leads no longer");
        return null;
    }

    private String leader(ServerConnection connection) throws IOException {
        Answer answer = ask(connection, new Request(Request.LEADER).word(0), Answer.NODE);
        answer.word();
        return answer.text();
    }

    /** Notes the servers of the cluster, the leader first. Those that were given stay: the leader may name others by addresses of its own network. */
    private void learn(InetSocketAddress leader, ServerConnection connection) throws IOException {
        Set<InetSocketAddress> nodes = new LinkedHashSet<>();
        nodes.add(leader);
        nodes.addAll(location.nodes());
        List<ClusterNode> named = servers(connection);
        for (ClusterNode node : named) {
            nodes.add(address(node.address()));
        }
        known.set(nodes);
        servers = named.size();
        InetSocketAddress before = lastLeader.getAndSet(leader);
        if (before != null && !before.equals(leader)) {
            leaderChanges.increment();
        }
    }

    /** Returns how many servers the leader named that was found last. */
    int knownNodes() {
        return servers;
    }

    /** Returns how often another leader was found than the one before. */
    long leaderChanges() {
        return leaderChanges.sum();
    }

    /** Asks the leader, on a connection to it. */
    private List<ClusterNode> servers(ServerConnection leader) throws IOException {
        return Member.of(ask(leader, Member.question(), Answer.NODES)).stream()
                .map(member -> new ClusterNode(
                        member.address(), member.role(), member.address().equals(name(leader.node()))))
                .toList();
    }

    private Answer ask(ServerConnection connection, Request request, int wanted) throws IOException {
        Answer answer = connection.ask(request, location.connectTimeout().toMillis());
        if (answer.type() != wanted) {
            throw new WireException("the server gave an answer of type " + answer.type() + ", not " + wanted);
        }
        return answer;
    }

    private static InetSocketAddress address(String text) throws WireException {
        try {
            return ClusterLocation.address(text);
        } catch (IllegalArgumentException e) {
            throw new WireException("the server named a leader without a port");
        }
    }
}
