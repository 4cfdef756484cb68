package io.asyncsqlite.dqlite.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Cycles are found, and nothing else. */
class StrongComponentsTests {

    @Test
    void cyclesAreFoundAndChainsAreNot() {
        // 0 -> 1 -> 2 -> 0, 2 -> 3 -> 4 -> 3, 5 -> 0, 6
        List<Set<Integer>> graph =
                List.of(Set.of(1), Set.of(2), Set.of(0, 3), Set.of(4), Set.of(3), Set.of(0), Set.of());

        assertThat(sets(StrongComponents.cyclic(graph))).containsExactlyInAnyOrder(Set.of(0, 1, 2), Set.of(3, 4));
    }

    @Test
    void longChainsNeedNoStack() {
        int length = 200_000;
        List<Set<Integer>> chain = new ArrayList<>();
        for (int i = 1; i < length; i++) {
            chain.add(Set.of(i));
        }
        chain.add(Set.of());
        assertThat(StrongComponents.cyclic(chain)).isEmpty();

        chain.set(length - 1, Set.of(0));
        assertThat(StrongComponents.cyclic(chain))
                .singleElement()
                .satisfies(component -> assertThat(component).hasSize(length));
    }

    @Property(tries = 500)
    void componentsAreNodesThatReachEachOther(@ForAll long seed) {
        Random random = new Random(seed);
        List<Set<Integer>> graph = new ArrayList<>();
        int nodes = 8;
        for (int i = 0; i < nodes; i++) {
            Set<Integer> next = new HashSet<>();
            for (int edges = random.nextInt(3); edges > 0; edges--) {
                next.add(random.nextInt(nodes));
            }
            next.remove(i);
            graph.add(next);
        }
        Set<Set<Integer>> expected = new HashSet<>();
        for (int i = 0; i < nodes; i++) {
            int node = i;
            Set<Integer> mutual = reached(graph, i).stream()
                    .filter(other -> reached(graph, other).contains(node))
                    .collect(Collectors.toSet());
            if (mutual.size() > 1) {
                expected.add(mutual);
            }
        }

        assertThat(sets(StrongComponents.cyclic(graph))).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Set<Integer> reached(List<Set<Integer>> graph, int from) {
        Set<Integer> reached = new HashSet<>(Set.of(from));
        List<Integer> open = new ArrayList<>(List.of(from));
        while (!open.isEmpty()) {
            for (int next : graph.get(open.remove(open.size() - 1))) {
                if (reached.add(next)) {
                    open.add(next);
                }
            }
        }
        return reached;
    }

    private static List<Set<Integer>> sets(List<List<Integer>> components) {
        return components.stream()
                .map(component -> (Set<Integer>) new HashSet<>(component))
                .toList();
    }
}
