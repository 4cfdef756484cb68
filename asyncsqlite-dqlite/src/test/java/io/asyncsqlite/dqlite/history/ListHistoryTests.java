package io.asyncsqlite.dqlite.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.dqlite.history.ListTransaction.Action;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checker of lists finds each anomaly in a history that was made to have it, and none in a good one. */
class ListHistoryTests {

    private static final int X = 1;
    private static final int Y = 2;

    private final ListHistory history = new ListHistory();

    private void done(Action... actions) {
        history.note(List.of(actions), null);
    }

    private void rolledBack(Action... actions) {
        history.note(List.of(actions), new DatabaseClosedException("closed", Outcome.ROLLED_BACK));
    }

    private void unknown(Action... actions) {
        history.note(List.of(actions), new IllegalStateException("nobody knows"));
    }

    private static Action append(int list, int value) {
        return Action.append(list, value);
    }

    private static Action read(int list, Integer... values) {
        return Action.read(list, List.of(values));
    }

    /** Checks that an anomaly is found, and no other kind. */
    private void assertFound(String anomaly, List<Integer> x, List<Integer> y) {
        assertThat(history.check(Map.of(X, x, Y, y)))
                .isNotEmpty()
                .allSatisfy(wrong -> assertThat(wrong).startsWith(anomaly));
    }

    @Test
    void goodHistoryIsRight() {
        done(append(X, 10), append(Y, 20));
        done(read(X, 10), append(X, 11), read(X, 10, 11), append(X, 12), read(X, 10, 11, 12));
        rolledBack(append(X, 13), read(Y, 20));
        unknown(append(X, 14));
        unknown(append(X, 15), append(Y, 21));
        done(read(X), read(Y));
        done(read(X, 10, 11, 12), read(Y, 20));
        done(read(X, 10, 11, 12, 15), read(Y, 20, 21));

        assertThat(history.check(Map.of(X, List.of(10, 11, 12, 15), Y, List.of(20, 21))))
                .isEmpty();
        assertThat(history.size()).isEqualTo(8);
    }

    @Test
    void lostAppendIsFound() {
        done(append(X, 10));
        done(append(X, 11));

        assertFound("lost append", List.of(11), List.of());
    }

    @Test
    void lostAppendOfATransactionThatWasDoneInPartIsFound() {
        unknown(append(X, 10), append(Y, 20));

        assertFound("lost append", List.of(10), List.of());
    }

    @Test
    void appendThatWasReadAndIsLostIsFound() {
        done(append(X, 10));
        done(read(X, 10));

        assertThat(history.check(Map.of(X, List.of())))
                .anySatisfy(wrong -> assertThat(wrong).startsWith("lost append"));
    }

    @Test
    void duplicateIsFound() {
        done(append(X, 10));

        assertFound("duplicate", List.of(10, 10), List.of());
    }

    @Test
    void readsThatContradictEachOtherAreFound() {
        done(append(X, 10));
        done(append(X, 11));
        done(read(X, 11));

        assertFound("not the beginning of", List.of(10, 11), List.of());
    }

    @Test
    void valueFromNowhereIsFound() {
        done(append(X, 10));

        assertFound("value from nowhere", List.of(10, 99), List.of());
    }

    @Test
    void valueOfAnotherListIsFound() {
        done(append(X, 10), append(Y, 20));

        assertThat(history.check(Map.of(X, List.of(10, 20), Y, List.of(20))))
                .anySatisfy(wrong -> assertThat(wrong).startsWith("value from nowhere"));
    }

    @Test
    void readOfARolledBackTransactionIsFound() {
        rolledBack(append(X, 10));

        assertFound("G1a", List.of(10), List.of());
    }

    @Test
    void readOfARolledBackTransactionBeforeItWasIsFound() {
        rolledBack(append(X, 10));
        done(append(X, 11), read(X, 10, 11));

        assertThat(history.check(Map.of(X, List.of(11))))
                .anySatisfy(wrong -> assertThat(wrong).startsWith("G1a"));
    }

    @Test
    void readInTheMiddleOfATransactionIsFound() {
        done(append(X, 10), append(X, 11));
        done(read(X, 10));

        assertFound("G1b", List.of(10, 11), List.of());
    }

    @Test
    void nonRepeatableReadIsFound() {
        done(append(X, 10));
        done(read(X), read(X, 10));

        assertFound("non-repeatable read", List.of(10), List.of());
    }

    @Test
    void ownAppendThatIsNotReadIsFound() {
        done(append(X, 10), read(X));

        assertFound("own append not read", List.of(10), List.of());
    }

    @Test
    void cycleOfWritesIsFound() {
        done(append(X, 10), append(Y, 20));
        done(append(X, 11), append(Y, 21));

        assertFound("G0", List.of(10, 11), List.of(21, 20));
    }

    @Test
    void cycleOfWritesAndReadsIsFound() {
        done(append(X, 10), read(Y, 20));
        done(append(Y, 20), read(X, 10));

        assertFound("G1c", List.of(10), List.of(20));
    }

    @Test
    void writeSkewIsFound() {
        done(read(X), append(Y, 20));
        done(read(Y), append(X, 10));

        assertFound("G2", List.of(10), List.of(20));
    }

    @Test
    void lostUpdateIsFound() {
        done(read(X), append(X, 10));
        done(read(X), append(X, 11));

        assertFound("G2", List.of(10, 11), List.of());
    }

    @Test
    void snapshotOfTwoTimesIsFound() {
        done(append(X, 10), append(Y, 20));
        done(read(X), read(Y, 20));

        assertFound("G2", List.of(10), List.of(20));
    }

    @Test
    void unknownTransactionTakesPartInCyclesIfItWasDone() {
        unknown(append(X, 10), append(Y, 20));
        done(append(X, 11), append(Y, 21));

        assertFound("G0", List.of(10, 11), List.of(21, 20));
    }
}
