package io.asyncsqlite.benchmarks.run;

import io.asyncsqlite.benchmarks.plan.Contender;
import io.asyncsqlite.benchmarks.plan.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One pair, or two that share a contender, which stands between the others. They are measured back to back: a shared machine is faster at
 * some times than at others, and so is its disk.
 *
 * @param pairs one or two pairs
 */
record Neighbours(List<Pair> pairs) {

    /** Divides pairs into neighbours, in their order. */
    static List<Neighbours> of(List<Pair> pairs) {
        List<Neighbours> all = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            boolean two = i + 1 < pairs.size() && shareOne(pairs.get(i), pairs.get(i + 1));
            all.add(new Neighbours(List.copyOf(pairs.subList(i, two ? i + 2 : i + 1))));
            if (two) {
                i++;
            }
        }
        return all;
    }

    private static boolean shareOne(Pair one, Pair next) {
        return one.ours().equals(next.ours()) || one.theirs().equals(next.theirs());
    }

    /** Returns the contenders of a round: in one order in odd rounds, in the other in even ones. */
    List<Contender> order(int round) {
        List<Contender> order = new ArrayList<>(order());
        if (round % 2 == 0) {
            Collections.reverse(order);
        }
        return order;
    }

    private List<Contender> order() {
        Pair first = pairs.get(0);
        if (pairs.size() == 1) {
            return List.of(first.ours(), first.theirs());
        }
        Pair second = pairs.get(1);
        return first.theirs().equals(second.theirs())
                ? List.of(first.ours(), first.theirs(), second.ours())
                : List.of(first.theirs(), first.ours(), second.theirs());
    }
}
