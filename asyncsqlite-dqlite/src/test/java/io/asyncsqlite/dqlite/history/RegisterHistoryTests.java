package io.asyncsqlite.dqlite.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker of registers finds what is wrong with them, and allows stale reads. */
class RegisterHistoryTests {

    private static final long KEY = 7;

    private final RegisterHistory history = new RegisterHistory();

    @BeforeEach
    void writeOneAndTwo() {
        add(0, 10, null, 1L);
        add(20, 30, 1L, 2L);
    }

    private void add(long begun, long ended, @Nullable Long seen, @Nullable Long written) {
        history.add(KEY, new Operation(begun, ended, seen, written));
    }

    @Test
    void goodHistoryIsRight() {
        add(0, 10, 0L, null);
        add(5, 15, 1L, null);
        add(30, 40, 2L, null);
        add(40, Operation.NEVER, null, 3L);

        assertThat(history.check(Map.of(KEY, 2L))).isEmpty();
        assertThat(history.check(Map.of(KEY, 3L))).isEmpty();
        assertThat(history.stale()).isZero();
        assertThat(history.reads()).isEqualTo(3);
    }

    @Test
    void staleReadIsCountedAndRight() {
        add(50, 60, 1L, null);
        add(50, 60, 0L, null);

        assertThat(history.check(Map.of(KEY, 2L))).isEmpty();
        assertThat(history.stale()).isEqualTo(2);
    }

    @Test
    void staleReadInAWritingTransactionIsFound() {
        add(40, 50, 1L, 3L);

        assertThat(history.check(Map.of(KEY, 3L))).singleElement().asString().contains("not linearizable");
    }

    @Test
    void lostWriteIsFound() {
        assertThat(history.check(Map.of(KEY, 1L))).singleElement().asString().contains("not linearizable");
        assertThat(history.check(Map.of())).singleElement().asString().contains("not linearizable");
    }

    @Test
    void valueThatWasRolledBackIsFound() {
        history.wrote(KEY, 40, null, 3, new DatabaseClosedException("closed", Outcome.ROLLED_BACK));
        history.read(KEY, 50, 3);

        assertThat(history.check(Map.of(KEY, 2L)))
                .containsExactly("register 7 gave 3, which was said not to be written");
        assertThat(history.check(Map.of(KEY, 3L))).hasSize(2);
    }

    @Test
    void valueFromNowhereIsFound() {
        add(40, 50, 9L, null);

        assertThat(history.check(Map.of(KEY, 2L))).containsExactly("register 7 gave 9, which was never written");
    }

    @Test
    void valueFromTheFutureIsFound() {
        add(0, 5, 2L, null);

        assertThat(history.check(Map.of(KEY, 2L))).containsExactly("register 7 gave 2 before it was written");
    }

    @Test
    void writesThatClientsNoteAreChecked() {
        long begun = System.nanoTime();
        history.wrote(8, begun, 0L, 1, null);
        history.wrote(8, System.nanoTime(), 1L, 2, new IllegalStateException("nobody knows"));

        assertThat(history.check(Map.of(KEY, 2L, 8L, 1L))).isEmpty();
        assertThat(history.check(Map.of(KEY, 2L, 8L, 2L))).isEmpty();
        assertThat(history.check(Map.of(KEY, 2L))).hasSize(1);
        assertThat(history.check(Map.of(KEY, 2L, 8L, 3L))).hasSize(1);
    }
}
