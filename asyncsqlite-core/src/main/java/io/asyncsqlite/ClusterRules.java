package io.asyncsqlite;

import io.asyncsqlite.internal.option.Range;
import java.net.InetSocketAddress;
import java.time.Duration;

/** What a {@link ClusterLocation} may say. */
final class ClusterRules {

    private static final int MAX_PORT = 65_535;

    private ClusterRules() {}

    static void requireNodes(String... nodes) {
        Range.require(nodes.length > 0, "nodes of a cluster must not be empty");
    }

    static InetSocketAddress address(String text) {
        // Not shown: what stands there may be a password.
        Range.require(!text.contains("@"), "a node must be host:port without '@': servers of a cluster have no users");
        int colon = text.lastIndexOf(':');
        String digits = text.substring(colon + 1);
        Range.require(colon > 0 && digits.matches("\\d{1,5}"), "node '" + text + "' must be host:port");
        int port = Integer.parseInt(digits);
        Range.require(port >= 1 && port <= MAX_PORT, "port of node '" + text + "' must be from 1 to " + MAX_PORT);
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return InetSocketAddress.createUnresolved(bracketed ? host.substring(1, host.length() - 1) : host, port);
    }

    /** Returns the text that {@link #address} reads. */
    static String text(InetSocketAddress node) {
        String host = node.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + node.getPort();
    }

    static void checkDatabase(String name) {
        Range.require(name.matches("[\\w.-]+"), "database '" + name + "' must consist of letters, digits, _, - and .");
    }

    static void checkTime(String option, Duration time) {
        Range.POSITIVE_TIME.check(option, time);
    }
}
