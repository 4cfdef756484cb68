package io.asyncsqlite.benchmarks.run;

import io.asyncsqlite.benchmarks.plan.Contender;
import io.asyncsqlite.benchmarks.plan.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Pairs with the same rival, which are measured back to back with the rival between them: a shared machine is faster at some times than at
 * others, and so is its disk.
 *
 * @param pairs one or two pairs
 */
record Neighbours(List<Pair> pairs) {

    private static final int MOST = 2;

    /** Divides pairs into neighbours. */
    static List<Neighbours> of(List<Pair> pairs) {
        List<Neighbours> all = new ArrayList<>();
        List<Pair> together = new ArrayList<>();
        for (Pair pair : pairs) {
            if (!together.isEmpty()
                    && (together.size() == MOST || !together.get(0).theirs().equals(pair.theirs()))) {
                all.add(new Neighbours(List.copyOf(together)));
                together.clear();
            }
            together.add(pair);
        }
        if (!together.isEmpty()) {
            all.add(new Neighbours(List.copyOf(together)));
        }
        return all;
    }

    /** Returns the contenders of a round: in one order in odd rounds, in the other in even ones. */
    List<Contender> order(int round) {
        List<Contender> order = new ArrayList<>();
        order.add(pairs.get(0).ours());
        order.add(pairs.get(0).theirs());
        if (pairs.size() == MOST) {
            order.add(pairs.get(1).ours());
        }
        if (round % 2 == 0) {
            Collections.reverse(order);
        }
        return order;
    }
}
