package io.asyncsqlite.dqlite.history;

import io.asyncsqlite.dqlite.history.ListTransaction.Action;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which transactions must come before which others, by the orders of the lists; a cycle is an anomaly. */
final class ListCycles {

    /** How one transaction must come before another, each with the name of a cycle that needs it and nothing after it. */
    private enum Order {
        WRITES_BEFORE_IT_WRITES("G0"),
        WRITES_BEFORE_IT_READS("G1c"),
        READS_BEFORE_IT_WRITES("G2");

        final String cycle;

        Order(String cycle) {
            this.cycle = cycle;
        }
    }

    private final List<ListTransaction> transactions;
    private final Map<ListTransaction, Integer> numbers = new IdentityHashMap<>();
    private final Map<Integer, ListTransaction> writers;
    private final Map<Integer, List<Integer>> orders;
    private final List<Set<Integer>> successors = new ArrayList<>();

    ListCycles(
            List<ListTransaction> transactions,
            Map<Integer, ListTransaction> writers,
            Map<Integer, List<Integer>> orders) {
        this.transactions = transactions;
        this.writers = writers;
        this.orders = orders;
        for (ListTransaction transaction : transactions) {
            numbers.put(transaction, successors.size());
            successors.add(new HashSet<>());
        }
    }

    /** Returns the cycles of the worst kind that there is. */
    List<String> find() {
        List<String> found = new ArrayList<>();
        for (Order order : Order.values()) {
            add(order);
            for (List<Integer> cycle : StrongComponents.cyclic(successors)) {
                found.add(order.cycle + ", cycle: "
                        + cycle.stream().map(transactions::get).toList());
            }
            if (!found.isEmpty()) {
                break;
            }
        }
        return found;
    }

    private void add(Order order) {
        switch (order) {
            case WRITES_BEFORE_IT_WRITES -> orders.values().forEach(this::addWrites);
            case WRITES_BEFORE_IT_READS ->
                transactions.forEach(reader -> reader.readsOfOthers()
                        .forEach(read -> add(writerAt(read.list(), read.values().size() - 1), reader)));
            case READS_BEFORE_IT_WRITES ->
                transactions.forEach(reader -> reader.readsOfOthers().forEach(read -> addNextWriter(reader, read)));
        }
    }

    private void addWrites(List<Integer> order) {
        for (int i = 1; i < order.size(); i++) {
            add(writers.get(order.get(i - 1)), writers.get(order.get(i)));
        }
    }

    private void addNextWriter(ListTransaction reader, Action read) {
        int next = read.values().size();
        // Behind what it read may be its own append, and the next one of another transaction behind that.
        while (writerAt(read.list(), next) == reader) {
            next++;
        }
        add(reader, writerAt(read.list(), next));
    }

    private @Nullable ListTransaction writerAt(int list, int place) {
        List<Integer> order = orders.getOrDefault(list, List.of());
        return place < 0 || place >= order.size() ? null : writers.get(order.get(place));
    }

    private void add(@Nullable ListTransaction before, @Nullable ListTransaction after) {
        if (before != null && after != null && before != after) {
            successors.get(numbers.get(before)).add(numbers.get(after));
        }
    }
}
