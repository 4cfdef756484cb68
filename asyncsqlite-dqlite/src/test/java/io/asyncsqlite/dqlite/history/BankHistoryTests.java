package io.asyncsqlite.dqlite.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.dqlite.history.BankHistory.Transfer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker of transfers finds what is wrong with them. */
class BankHistoryTests {

    private static final Transfer DONE = new Transfer(1, 0, 1, 5);
    private static final Transfer ROLLED_BACK = new Transfer(2, 1, 2, 7);
    private static final Transfer UNKNOWN = new Transfer(3, 2, 0, 1);

    private final BankHistory history = new BankHistory(3, 10);

    @BeforeEach
    void note() {
        history.transferred(DONE, null);
        history.transferred(ROLLED_BACK, new DatabaseClosedException("closed", Outcome.ROLLED_BACK));
        history.transferred(UNKNOWN, new IllegalStateException("nobody knows"));
    }

    @Test
    void goodSnapshotsAndBalancesAreRight() {
        history.read(Map.of(0, 10L, 1, 10L, 2, 10L));
        history.read(Map.of(0, 5L, 1, 15L, 2, 10L));

        assertThat(history.check(Map.of(0, 5L, 1, 15L, 2, 10L), List.of(DONE))).isEmpty();
        assertThat(history.check(Map.of(0, 6L, 1, 15L, 2, 9L), List.of(DONE, UNKNOWN)))
                .isEmpty();
        assertThat(history.reads()).isEqualTo(4);
    }

    @Test
    void snapshotInTheMiddleOfATransferIsFound() {
        history.read(Map.of(0, 5L, 1, 10L, 2, 10L));

        assertThat(history.check(Map.of(0, 5L, 1, 15L, 2, 10L), List.of(DONE)))
                .singleElement()
                .asString()
                .startsWith("a snapshot has the sum 25");
    }

    @Test
    void missingAccountIsFound() {
        history.read(Map.of(0, 20L, 1, 10L));

        assertThat(history.check(Map.of(0, 5L, 1, 15L, 2, 10L), List.of(DONE)))
                .singleElement()
                .asString()
                .startsWith("a snapshot has 2 accounts");
    }

    @Test
    void lostTransferIsFound() {
        assertThat(history.check(Map.of(0, 10L, 1, 10L, 2, 10L), List.of()))
                .containsExactly("1 was acknowledged and is lost");
    }

    @Test
    void rolledBackTransferIsFound() {
        assertThat(history.check(Map.of(0, 5L, 1, 8L, 2, 17L), List.of(DONE, ROLLED_BACK)))
                .containsExactly("2 was said not to be done and is there");
    }

    @Test
    void transferThatWasAppliedTwiceIsFound() {
        assertThat(history.check(Map.of(0, 0L, 1, 20L, 2, 10L), List.of(DONE)))
                .singleElement()
                .asString()
                .startsWith("the balances are");
        assertThat(history.check(Map.of(0, 5L, 1, 15L, 2, 10L), List.of(DONE, DONE)))
                .containsExactly("1 is there 2 times");
    }

    @Test
    void lostUpdateIsFound() {
        history.transferred(new Transfer(4, 0, 2, 2), null);

        // The second transfer wrote the balance of account 0 that it had read before the first one.
        assertThat(history.check(Map.of(0, 8L, 1, 15L, 2, 12L), List.of(DONE, new Transfer(4, 0, 2, 2))))
                .anySatisfy(wrong -> assertThat(wrong).startsWith("a snapshot has the sum 35"))
                .anySatisfy(wrong -> assertThat(wrong).startsWith("the balances are"));
    }

    @Test
    void changedTransferIsFound() {
        assertThat(history.check(Map.of(0, 4L, 1, 16L, 2, 10L), List.of(new Transfer(1, 0, 1, 6))))
                .singleElement()
                .asString()
                .contains("was another one");
    }
}
