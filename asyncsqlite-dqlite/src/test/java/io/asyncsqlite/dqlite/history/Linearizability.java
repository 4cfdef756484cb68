package io.asyncsqlite.dqlite.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Searches an order of the operations on one register that explains what they saw, and in which none comes before another one that had ended before it
 * began. What was tried once, the same operations with the same value behind them, is not tried again.
 *
 * @see <a href="https://doi.org/10.1006/jpdc.1993.1015">Wing and Gong, Testing and verifying concurrent objects</a>
 * @see <a href="https://doi.org/10.1002/cpe.3928">Lowe, Testing for linearizability</a>
 */
final class Linearizability {

    /** The most operations of one search, which may take exponential time. */
    static final int MAX_OPERATIONS = 500;

    private static final int SHOWN = 20;

    private final List<Operation> operations;
    private final Set<Tried> tried = new HashSet<>();
    private final Deque<Step> steps = new ArrayDeque<>();
    private final BitSet done = new BitSet();
    private long value;
    private int missing;

    /** Operations that are done, in some order, and the value behind them. */
    private record Tried(BitSet done, long value) {}

    /** An operation that was done, and the value before it. */
    private record Step(int operation, long before) {}

    private Linearizability(long first, List<Operation> operations) {
        this.value = first;
        this.operations = new ArrayList<>(operations);
        this.operations.sort(Comparator.comparingLong(Operation::begun));
        this.missing = (int) operations.stream().filter(Operation::mustHappen).count();
    }

    /** Tells whether there is such an order. */
    static boolean holds(long first, List<Operation> operations) {
        if (operations.size() > MAX_OPERATIONS) {
            throw new IllegalArgumentException("a register has " + operations.size() + " operations");
        }
        return new Linearizability(first, operations).search();
    }

    /** Returns the last operations that had begun when the first contradiction was known, of operations that have no such order. */
    static List<Operation> firstContradiction(long first, List<Operation> operations) {
        List<Long> ends = operations.stream()
                .filter(Operation::mustHappen)
                .map(Operation::ended)
                .sorted()
                .toList();
        int low = 0;
        int high = ends.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (holds(first, until(ends.get(middle), operations))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        List<Operation> begun = until(ends.get(low), operations);
        return begun.subList(Math.max(0, begun.size() - SHOWN), begun.size());
    }

    /** Returns what was known at a time. */
    private static List<Operation> until(long time, List<Operation> operations) {
        return operations.stream()
                .filter(operation -> operation.begun() <= time)
                .map(operation -> operation.ended() <= time ? operation : operation.unfinished())
                .sorted(Comparator.comparingLong(Operation::begun))
                .toList();
    }

    private boolean search() {
        int from = 0;
        while (missing > 0) {
            int next = candidate(from);
            if (next >= 0) {
                steps.push(apply(next));
                from = 0;
            } else if (steps.isEmpty()) {
                return false;
            } else {
                from = undo(steps.pop()) + 1;
            }
        }
        return true;
    }

    /** Returns an operation, at or behind a place, that can be the next one and leads to what was not tried; -1 if there is none. */
    private int candidate(int from) {
        long firstEnd = firstEnd();
        for (int i = from; i < operations.size() && operations.get(i).begun() <= firstEnd; i++) {
            if (!done.get(i) && agrees(operations.get(i)) && tried.add(after(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Returns when the first of the operations that are not done ended: what began later cannot come before it. */
    private long firstEnd() {
        long end = Operation.NEVER;
        for (int i = done.nextClearBit(0); i < operations.size(); i = done.nextClearBit(i + 1)) {
            Operation operation = operations.get(i);
            if (operation.begun() > end) {
                break;
            }
            end = Math.min(end, operation.ended());
        }
        return end;
    }

    private boolean agrees(Operation operation) {
        return operation.seen() == null || operation.seen() == value;
    }

    private Tried after(int operation) {
        BitSet with = (BitSet) done.clone();
        with.set(operation);
        return new Tried(with, valueAfter(operations.get(operation)));
    }

    private long valueAfter(Operation operation) {
        @Nullable Long written = operation.written();
        return written == null ? value : written;
    }

    private Step apply(int i) {
        Operation operation = operations.get(i);
        Step step = new Step(i, value);
        done.set(i);
        value = valueAfter(operation);
        missing -= operation.mustHappen() ? 1 : 0;
        return step;
    }

    private int undo(Step step) {
        done.clear(step.operation());
        value = step.before();
        missing += operations.get(step.operation()).mustHappen() ? 1 : 0;
        return step.operation();
    }
}
