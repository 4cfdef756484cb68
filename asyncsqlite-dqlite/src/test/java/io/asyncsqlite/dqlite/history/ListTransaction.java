package io.asyncsqlite.dqlite.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A transaction that appends unique values to lists, and reads lists. */
public record ListTransaction(Told told, List<Action> actions) {

    /** An append of the only value to a list, or a read of its values. */
    public record Action(boolean append, int list, List<Integer> values) {

        public static Action append(int list, int value) {
            return new Action(true, list, List.of(value));
        }

        public static Action read(int list, List<Integer> values) {
            return new Action(false, list, values);
        }

        int value() {
            return values.get(0);
        }

        @Override
        public String toString() {
            return (append ? "append " : "read ") + list + values;
        }
    }

    Stream<Action> appends() {
        return actions.stream().filter(Action::append);
    }

    List<Integer> appendsTo(int list) {
        return appends()
                .filter(append -> append.list() == list)
                .map(Action::value)
                .toList();
    }

    /** Returns what its reads saw of other transactions: the values without those that it had appended itself before. */
    List<Action> readsOfOthers() {
        List<Action> reads = new ArrayList<>();
        Map<Integer, Integer> own = new HashMap<>();
        for (Action action : actions) {
            if (action.append()) {
                own.merge(action.list(), 1, Integer::sum);
            } else {
                int others = Math.max(0, action.values().size() - own.getOrDefault(action.list(), 0));
                reads.add(Action.read(action.list(), action.values().subList(0, others)));
            }
        }
        return reads;
    }

    /** Returns the reads that are not what the transaction read before and appended since. */
    List<String> innerContradictions() {
        List<String> wrong = new ArrayList<>();
        Map<Integer, List<Integer>> own = new HashMap<>();
        Map<Integer, List<Integer>> before = new HashMap<>();
        for (Action action : actions) {
            int list = action.list();
            List<Integer> values = action.values();
            List<Integer> appended = own.computeIfAbsent(list, l -> new ArrayList<>());
            if (action.append()) {
                appended.add(action.value());
                continue;
            }
            int others = values.size() - appended.size();
            if (others < 0 || !values.subList(others, values.size()).equals(appended)) {
                wrong.add("own append not read: " + action + " in " + this);
            } else {
                List<Integer> first = before.putIfAbsent(list, values.subList(0, others));
                if (first != null && !first.equals(values.subList(0, others))) {
                    wrong.add("non-repeatable read: " + action + " in " + this);
                }
            }
        }
        return wrong;
    }
}
