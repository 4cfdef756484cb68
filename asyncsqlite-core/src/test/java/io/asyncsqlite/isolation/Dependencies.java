package io.asyncsqlite.isolation;

import io.asyncsqlite.isolation.Entry.Action;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Which transaction must come before which in any serial order: a cycle proves that there is none. */
final class Dependencies {

    /** Why one comes before the other. */
    private enum Reason {
        /** It wrote what the other overwrote. */
        WRITE_WRITE,
        /** It wrote what the other read. */
        WRITE_READ,
        /** It read what the other overwrote. */
        READ_WRITE,
        /** It had ended before the other began. */
        TIME
    }

    private record Edge(Node from, Reason reason) {}

    /** A transaction or, without an entry, a point in time. */
    private static final class Node {

        final Entry entry;
        final List<Edge> before = new ArrayList<>();
        final List<Node> after = new ArrayList<>();
        int open;

        Node(Entry entry) {
            this.entry = entry;
        }

        void follows(Node other, Reason reason) {
            if (other != this) {
                before.add(new Edge(other, reason));
                other.after.add(this);
            }
        }
    }

    private final Map<Entry, Node> nodes = new IdentityHashMap<>();
    private final List<Node> instants = new ArrayList<>();
    private final Map<Integer, Entry> writers;
    private final Map<Integer, List<Integer>> orders;

    Dependencies(Set<Entry> committed, Map<Integer, Entry> writers, Map<Integer, List<Integer>> orders) {
        this.writers = writers;
        this.orders = orders;
        committed.forEach(entry -> nodes.put(entry, new Node(entry)));
        orders.values().forEach(this::linkWriters);
        nodes.values().forEach(this::linkReads);
    }

    /** Describes one cycle, if there is one: among the data or, failing that, with the order in time. */
    List<String> cycles() {
        List<Edge> cycle = cycle(nodes.values());
        if (cycle.isEmpty()) {
            linkTime();
            List<Node> all = new ArrayList<>(nodes.values());
            all.addAll(instants);
            cycle = cycle(all);
        }
        return cycle.isEmpty() ? List.of() : List.of(describe(cycle));
    }

    private void linkWriters(List<Integer> order) {
        for (int i = 1; i < order.size(); i++) {
            writer(order.get(i)).follows(writer(order.get(i - 1)), Reason.WRITE_WRITE);
        }
    }

    private void linkReads(Node reader) {
        for (Action read : reader.entry.actions()) {
            int size = read.values().size();
            List<Integer> order = orders.get(read.list());
            if (!read.append() && size > 0) {
                reader.follows(writer(order.get(size - 1)), Reason.WRITE_READ);
            }
            if (!read.append() && size < order.size()) {
                writer(order.get(size)).follows(reader, Reason.READ_WRITE);
            }
        }
    }

    private Node writer(int value) {
        return nodes.get(writers.get(value));
    }

    /** Links through points in time, as direct edges would be as many as there are pairs. */
    private void linkTime() {
        NavigableMap<Long, Node> ends = new TreeMap<>();
        List<Node> byEnd = new ArrayList<>(nodes.values());
        byEnd.sort(Comparator.comparingLong(node -> node.entry.end()));
        for (Node node : byEnd) {
            Node instant = new Node(null);
            instant.follows(node, Reason.TIME);
            if (!instants.isEmpty()) {
                instant.follows(instants.get(instants.size() - 1), Reason.TIME);
            }
            instants.add(instant);
            ends.put(node.entry.end(), instant);
        }
        for (Node node : byEnd) {
            var earlier = ends.lowerEntry(node.entry.begin());
            if (earlier != null) {
                node.follows(earlier.getValue(), Reason.TIME);
            }
        }
    }

    /** Takes away what nothing comes before, again and again; what stays is on cycles or after them. */
    private static List<Edge> cycle(Collection<Node> all) {
        Deque<Node> free = new ArrayDeque<>();
        for (Node node : all) {
            node.open = node.before.size();
            if (node.open == 0) {
                free.add(node);
            }
        }
        int taken = 0;
        for (; !free.isEmpty(); taken++) {
            for (Node after : free.remove().after) {
                if (--after.open == 0) {
                    free.add(after);
                }
            }
        }
        return taken == all.size()
                ? List.of()
                : walkBack(
                        all.stream().filter(node -> node.open > 0).findFirst().orElseThrow());
    }

    private static List<Edge> walkBack(Node start) {
        List<Node> path = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        Node node = start;
        while (!path.contains(node)) {
            path.add(node);
            Edge edge = node.before.stream()
                    .filter(candidate -> candidate.from.open > 0)
                    .findFirst()
                    .orElseThrow();
            edges.add(edge);
            node = edge.from;
        }
        return edges.subList(path.indexOf(node), edges.size());
    }

    private static String describe(List<Edge> cycle) {
        StringBuilder text = new StringBuilder(name(cycle));
        for (Edge edge : cycle) {
            if (edge.from.entry != null) {
                text.append("\n  after ").append(edge.reason).append(": ").append(edge.from.entry.line());
            }
        }
        return text.toString();
    }

    private static String name(List<Edge> cycle) {
        long reads =
                cycle.stream().filter(edge -> edge.reason == Reason.READ_WRITE).count();
        if (cycle.stream().anyMatch(edge -> edge.reason == Reason.TIME)) {
            return "stale read";
        }
        if (reads > 0) {
            return reads == 1 ? "read skew or lost update" : "write skew";
        }
        boolean read = cycle.stream().anyMatch(edge -> edge.reason == Reason.WRITE_READ);
        return read ? "circular information flow" : "write cycle";
    }
}
