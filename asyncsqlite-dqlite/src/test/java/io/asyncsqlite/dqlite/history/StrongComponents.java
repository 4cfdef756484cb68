package io.asyncsqlite.dqlite.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Finds the cycles of a graph: its strongly connected components of more than one node. The path is kept in a list, as a thread's stack is too short for
 * that of a long history.
 *
 * @see <a href="https://doi.org/10.1137/0201010">Tarjan, Depth-first search and linear graph algorithms</a>
 */
final class StrongComponents {

    private final List<Set<Integer>> successors;
    /** When a node was entered, from 1; 0 if it was not. */
    private final int[] entered;
    /** When the first node was entered that is open and can be reached. */
    private final int[] lowest;

    private final boolean[] open;
    private final Deque<Integer> members = new ArrayDeque<>();
    private final Deque<Visit> path = new ArrayDeque<>();
    private final List<List<Integer>> cyclic = new ArrayList<>();
    private int count;

    /** A node on the path, and which of its successors are to come. */
    private record Visit(int node, Iterator<Integer> next) {}

    private StrongComponents(List<Set<Integer>> successors) {
        this.successors = successors;
        this.entered = new int[successors.size()];
        this.lowest = new int[successors.size()];
        this.open = new boolean[successors.size()];
    }

    /** Returns the components of more than one node, by the successors of each node. */
    static List<List<Integer>> cyclic(List<Set<Integer>> successors) {
        StrongComponents search = new StrongComponents(successors);
        for (int node = 0; node < successors.size(); node++) {
            if (search.entered[node] == 0) {
                search.walk(node);
            }
        }
        return search.cyclic;
    }

    private void walk(int root) {
        enter(root);
        while (!path.isEmpty()) {
            Visit visit = path.element();
            if (!visit.next().hasNext()) {
                path.remove();
                leave(visit.node());
            } else {
                int target = visit.next().next();
                if (entered[target] == 0) {
                    enter(target);
                } else if (open[target]) {
                    lowest[visit.node()] = Math.min(lowest[visit.node()], entered[target]);
                }
            }
        }
    }

    private void enter(int node) {
        entered[node] = ++count;
        lowest[node] = count;
        open[node] = true;
        members.push(node);
        path.push(new Visit(node, successors.get(node).iterator()));
    }

    private void leave(int node) {
        if (!path.isEmpty()) {
            int before = path.element().node();
            lowest[before] = Math.min(lowest[before], lowest[node]);
        }
        if (lowest[node] == entered[node]) {
            List<Integer> component = new ArrayList<>();
            int member;
            do {
                member = members.pop();
                open[member] = false;
                component.add(member);
            } while (member != node);
            if (component.size() > 1) {
                cyclic.add(component);
            }
        }
    }
}
