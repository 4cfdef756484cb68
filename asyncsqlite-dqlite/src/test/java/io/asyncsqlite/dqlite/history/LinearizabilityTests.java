package io.asyncsqlite.dqlite.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The search finds an order where there is one, and none where there is none, by comparison with all permutations. */
class LinearizabilityTests {

    private static Operation write(long begun, long ended, long value) {
        return new Operation(begun, ended, null, value);
    }

    private static Operation read(long begun, long ended, long value) {
        return new Operation(begun, ended, value, null);
    }

    private static Operation swap(long begun, long ended, long seen, long value) {
        return new Operation(begun, ended, seen, value);
    }

    private static boolean holds(Operation... operations) {
        return Linearizability.holds(0, List.of(operations));
    }

    @Test
    void oneAfterTheOtherIsLinearizable() {
        assertThat(holds(read(0, 1, 0), write(2, 3, 1), read(4, 5, 1), swap(6, 7, 1, 2), read(8, 9, 2)))
                .isTrue();
    }

    @Test
    void overlappingOperationsMayHaveEitherOrder() {
        assertThat(holds(write(0, 9, 1), write(0, 9, 2), read(10, 11, 1))).isTrue();
        assertThat(holds(write(0, 9, 1), write(0, 9, 2), read(10, 11, 2))).isTrue();
        assertThat(holds(swap(0, 9, 2, 1), write(0, 9, 2), read(1, 2, 0), read(10, 11, 1)))
                .isTrue();
    }

    @Test
    void staleReadIsFound() {
        assertThat(holds(write(0, 1, 1), write(2, 3, 2), read(4, 5, 1))).isFalse();
    }

    @Test
    void lostUpdateIsFound() {
        assertThat(holds(swap(0, 9, 0, 1), swap(0, 9, 0, 2))).isFalse();
    }

    @Test
    void lostWriteIsFound() {
        assertThat(holds(write(0, 1, 1), read(2, 3, 0))).isFalse();
    }

    @Test
    void readThatGoesBackIsFound() {
        assertThat(holds(write(0, 9, 1), read(1, 2, 1), read(3, 4, 0))).isFalse();
    }

    @Test
    void readFromTheFutureIsFound() {
        assertThat(holds(read(0, 1, 1), write(2, 3, 1))).isFalse();
    }

    @Test
    void unknownWriteMayHappenLateOrNever() {
        Operation unknown = write(0, Operation.NEVER, 1);

        assertThat(holds(unknown, read(5, 6, 0), read(7, 8, 0))).isTrue();
        assertThat(holds(unknown, read(5, 6, 0), read(7, 8, 1))).isTrue();
        assertThat(holds(unknown, read(5, 6, 1), read(7, 8, 0))).isFalse();
        assertThat(holds(swap(0, Operation.NEVER, 5, 1), read(5, 6, 0))).isTrue();
    }

    @Test
    void unknownWriteThatHappensTwiceIsFound() {
        assertThat(holds(write(0, Operation.NEVER, 1), read(1, 2, 1), write(3, 4, 2), read(5, 6, 2), read(7, 8, 1)))
                .isFalse();
    }

    @Test
    @Timeout(60)
    void fiveHundredOperationsOfEightClientsAreDecidedSoon() {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < Linearizability.MAX_OPERATIONS - 1; i++) {
            boolean unknown = i % 50 == 0;
            operations.add(swap(i * 10L, unknown ? Operation.NEVER : i * 10L + 80, i, i + 1));
        }
        Collections.shuffle(operations, new Random(1));
        assertThat(Linearizability.holds(0, operations)).isTrue();

        operations.add(read(3_000, 3_001, 100));
        assertThat(Linearizability.holds(0, operations)).isFalse();
    }

    @Test
    void operationsUntilTheFirstContradictionAreShown() {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            operations.add(swap(i * 10L, i * 10L + 5, i == 70 ? 3 : i, i + 1));
        }

        assertThat(Linearizability.firstContradiction(0, operations))
                .hasSize(20)
                .endsWith(swap(700, 705, 3, 71));
    }

    @Property(tries = 2_000)
    void answerIsThatOfAllPermutations(@ForAll long seed) {
        Random random = new Random(seed);
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long begun = random.nextInt(10);
            long ended = random.nextInt(5) == 0 ? Operation.NEVER : begun + 1 + random.nextInt(6);
            Long seen = random.nextBoolean() ? (long) random.nextInt(4) : null;
            Long written = seen == null || random.nextBoolean() ? (long) random.nextInt(4) : null;
            operations.add(new Operation(begun, ended, seen, written));
        }

        assertThat(Linearizability.holds(0, operations)).isEqualTo(anyOrder(0, operations));
    }

    /** Tries each operation as the next one. */
    private static boolean anyOrder(long value, List<Operation> left) {
        if (left.stream().noneMatch(Operation::mustHappen)) {
            return true;
        }
        for (Operation next : left) {
            boolean first = left.stream().allMatch(other -> other == next || other.ended() >= next.begun());
            if (first && (next.seen() == null || next.seen() == value)) {
                List<Operation> rest = new ArrayList<>(left);
                rest.remove(next);
                if (anyOrder(after(value, next.written()), rest)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long after(long value, @Nullable Long written) {
        return written == null ? value : written;
    }
}
