package io.asyncsqlite.dqlite.history;

import io.asyncsqlite.dqlite.history.ListTransaction.Action;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that append to lists and read them. The longest read of a list shows the order of its appends; all other reads must be the beginning of
 * it. From the order follows which transaction came before which one, and a cycle in that is an anomaly, by the names of Adya: G0 of writes alone, G1c
 * of writes and reads, G2 with reads of what was not yet written. G1a is a read of a transaction that was rolled back, G1b a read in the middle of one.
 *
 * @see <a href="https://doi.org/10.14778/3430915.3430918">Kingsbury and Alvaro, Elle: inferring isolation anomalies</a>
 */
public final class ListHistory {

    private final Collection<ListTransaction> transactions = new ConcurrentLinkedQueue<>();

    public void note(List<Action> actions, @Nullable Throwable failure) {
        transactions.add(new ListTransaction(Told.of(failure), List.copyOf(actions)));
    }

    public int size() {
        return transactions.size();
    }

    /** Returns what is wrong, with all lists at the end; empty if nothing is. */
    public List<String> check(Map<Integer, List<Integer>> last) {
        List<Action> reads = new ArrayList<>();
        last.forEach((list, values) -> reads.add(Action.read(list, values)));
        List<ListTransaction> all = new ArrayList<>(transactions);
        all.add(new ListTransaction(Told.ACKNOWLEDGED, reads));
        return new Check(all, last).run();
    }

    /** One check. */
    private static final class Check {

        private final Map<Integer, ListTransaction> writers = new HashMap<>();
        private final List<ListTransaction> done = new ArrayList<>();
        private final Map<Integer, List<Integer>> orders = new HashMap<>();
        private final Map<Integer, List<Integer>> last;
        private final List<String> wrong = new ArrayList<>();

        Check(List<ListTransaction> all, Map<Integer, List<Integer>> last) {
            this.last = last;
            all.forEach(
                    transaction -> transaction.appends().forEach(append -> writers.put(append.value(), transaction)));
            all.stream()
                    .filter(transaction -> transaction.told() == Told.ACKNOWLEDGED)
                    .forEach(this::addReads);
            Set<Integer> seen = new HashSet<>();
            orders.values().forEach(seen::addAll);
            for (ListTransaction transaction : all) {
                boolean happened = transaction.told() == Told.ACKNOWLEDGED
                        || (transaction.told() == Told.UNKNOWN
                                && transaction.appends().anyMatch(append -> seen.contains(append.value())));
                if (happened) {
                    done.add(transaction);
                }
            }
        }

        private void addReads(ListTransaction transaction) {
            for (Action action : transaction.actions()) {
                if (!action.append()) {
                    orders.merge(action.list(), action.values(), (a, b) -> a.size() >= b.size() ? a : b);
                }
            }
        }

        List<String> run() {
            for (ListTransaction transaction : done) {
                wrong.addAll(transaction.innerContradictions());
                checkAppends(transaction);
                transaction.actions().stream()
                        .filter(action -> !action.append())
                        .forEach(read -> checkRead(transaction, read));
            }
            if (wrong.isEmpty()) {
                // Only orders without contradictions make a graph.
                wrong.addAll(new ListCycles(done, writers, orders).find());
            }
            return wrong;
        }

        private void checkAppends(ListTransaction transaction) {
            transaction
                    .appends()
                    .filter(append ->
                            !last.getOrDefault(append.list(), List.of()).contains(append.value()))
                    .forEach(append -> wrong.add("lost append: " + append + " of " + transaction));
        }

        private void checkRead(ListTransaction reader, Action read) {
            List<Integer> values = read.values();
            if (new HashSet<>(values).size() < values.size()) {
                wrong.add("duplicate: " + read + " in " + reader);
            }
            List<Integer> order = orders.getOrDefault(read.list(), List.of());
            if (values.size() > order.size() || !order.subList(0, values.size()).equals(values)) {
                wrong.add("not the beginning of " + order + ": " + read + " in " + reader);
            }
            for (int value : values) {
                ListTransaction writer = writers.get(value);
                if (writer == null || !writer.appendsTo(read.list()).contains(value)) {
                    wrong.add("value from nowhere: " + read + " in " + reader);
                } else if (writer.told() == Told.NOT_DONE) {
                    wrong.add("G1a, read of a transaction that was rolled back: " + read + " in " + reader);
                }
            }
            if (!values.isEmpty()) {
                checkIntermediate(reader, read, values.get(values.size() - 1));
            }
        }

        private void checkIntermediate(ListTransaction reader, Action read, int newest) {
            ListTransaction writer = writers.get(newest);
            if (writer != null && writer != reader) {
                List<Integer> appended = writer.appendsTo(read.list());
                if (!appended.isEmpty() && appended.get(appended.size() - 1) != newest) {
                    wrong.add("G1b, read in the middle of a transaction: " + read + " in " + reader);
                }
            }
        }
    }
}
