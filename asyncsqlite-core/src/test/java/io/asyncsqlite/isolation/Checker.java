package io.asyncsqlite.isolation;

import io.asyncsqlite.isolation.Entry.Action;
import io.asyncsqlite.isolation.Entry.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds anomalies: results that no serial order of transactions explains. It works on histories of appends of unique values to
 * lists and reads of whole lists: each read shows the order of all earlier appends. The last entry must read every list.
 *
 * @see <a href="https://doi.org/10.14778/3430915.3430918">Kingsbury and Alvaro, Elle: inferring isolation anomalies</a>
 */
final class Checker {

    private final Map<Integer, Entry> writers = new HashMap<>();
    private final Map<Integer, List<Integer>> orders = new HashMap<>();
    private final Set<Entry> committed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<String> anomalies = new ArrayList<>();

    private Checker(List<Entry> history) {
        for (Entry entry : history) {
            appends(entry).forEach(append -> writers.put(append.value(), entry));
        }
        history.get(history.size() - 1).actions().forEach(read -> orders.put(read.list(), read.values()));
        Set<Integer> kept = new HashSet<>();
        orders.values().forEach(kept::addAll);
        for (Entry entry : history) {
            boolean happened = appends(entry).stream().anyMatch(append -> kept.contains(append.value()));
            if (entry.status() == Status.COMMITTED || (entry.status() == Status.UNKNOWN && happened)) {
                committed.add(entry);
            }
        }
    }

    /** Returns the anomalies of a history; none if it is serializable. */
    static List<String> anomalies(List<Entry> history) {
        Checker checker = new Checker(history);
        checker.committed.forEach(checker::check);
        if (checker.anomalies.isEmpty()) {
            // Only orders without contradictions make a graph.
            checker.anomalies.addAll(new Dependencies(checker.committed, checker.writers, checker.orders).cycles());
        }
        return checker.anomalies;
    }

    static List<Action> appends(Entry entry) {
        return entry.actions().stream().filter(Action::append).toList();
    }

    private void check(Entry entry) {
        for (Action append : appends(entry)) {
            if (!orders.getOrDefault(append.list(), List.of()).contains(append.value())) {
                found("lost append", entry, append);
            }
        }
        Map<Integer, List<Integer>> seen = new HashMap<>();
        Map<Integer, List<Integer>> own = new HashMap<>();
        for (Action action : entry.actions()) {
            if (action.append()) {
                own.computeIfAbsent(action.list(), list -> new ArrayList<>()).add(action.value());
                seen.computeIfPresent(action.list(), (list, values) -> with(values, action.value()));
            } else {
                checkRead(entry, action);
                checkRepeat(entry, action, seen.put(action.list(), action.values()), own.get(action.list()));
            }
        }
    }

    private static List<Integer> with(List<Integer> values, int value) {
        List<Integer> longer = new ArrayList<>(values);
        longer.add(value);
        return longer;
    }

    private void checkRepeat(Entry entry, Action read, List<Integer> before, List<Integer> own) {
        int size = read.values().size();
        if (before != null && !before.equals(read.values())) {
            found("non-repeatable read", entry, read);
        } else if (own != null
                && (size < own.size()
                        || !read.values().subList(size - own.size(), size).equals(own))) {
            found("own append not read", entry, read);
        }
    }

    private void checkRead(Entry reader, Action read) {
        Map<Entry, Integer> parts = new IdentityHashMap<>();
        for (int value : read.values()) {
            Entry writer = writers.get(value);
            if (writer == null) {
                found("value from nowhere", reader, read);
            } else if (!committed.contains(writer)) {
                found("aborted read", reader, read);
            } else {
                parts.merge(writer, 1, Integer::sum);
            }
        }
        parts.forEach((writer, count) -> {
            long all = appends(writer).stream()
                    .filter(append -> append.list() == read.list())
                    .count();
            if (writer != reader && count < all) {
                found("dirty read", reader, read);
            }
        });
        List<Integer> order = orders.getOrDefault(read.list(), List.of());
        int size = read.values().size();
        if (size > order.size() || !order.subList(0, size).equals(read.values())) {
            found("contradicting order", reader, read);
        }
        if (new HashSet<>(read.values()).size() < size) {
            found("duplicate", reader, read);
        }
    }

    private void found(String anomaly, Entry entry, Action action) {
        anomalies.add(anomaly + ": " + Objects.requireNonNull(action) + " in " + entry.line());
    }
}
