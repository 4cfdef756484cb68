package io.asyncsqlite.isolation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One transaction of a history: its appends to lists and its reads.
 *
 * @param begin before it was submitted, in nanoseconds that processes of one machine share
 * @param end time after its future completed
 */
record Entry(Status status, long begin, long end, List<Action> actions) {

    enum Status {
        COMMITTED,
        ROLLED_BACK,
        UNKNOWN
    }

    /** Appends the only value to a list, or reads its values. */
    record Action(boolean append, int list, List<Integer> values) {

        static Action append(int list, int value) {
            return new Action(true, list, List.of(value));
        }

        static Action read(int list, Integer... values) {
            return new Action(false, list, List.of(values));
        }

        /** Reads a text in which each value follows a comma. */
        static Action read(int list, String items) {
            List<Integer> values = Arrays.stream(items.split(","))
                    .filter(item -> !item.isEmpty())
                    .map(Integer::valueOf)
                    .toList();
            return new Action(false, list, values);
        }

        int value() {
            return values.get(0);
        }

        @Override
        public String toString() {
            return (append ? "append:" : "read:") + list + ":"
                    + values.stream().map(String::valueOf).collect(Collectors.joining(","));
        }

        private static Action parse(String text) {
            String[] parts = text.split(":", -1);
            Action action = read(Integer.parseInt(parts[1]), parts[2]);
            return parts[0].equals("append") ? append(action.list, action.value()) : action;
        }
    }

    /** Writes a line that {@link #parse} reads. */
    String line() {
        return status + " " + begin + " " + end + " "
                + actions.stream().map(Action::toString).collect(Collectors.joining(" "));
    }

    static Entry parse(String line) {
        String[] parts = line.split(" ");
        List<Action> actions = Arrays.stream(parts).skip(3).map(Action::parse).toList();
        return new Entry(Status.valueOf(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), actions);
    }
}
