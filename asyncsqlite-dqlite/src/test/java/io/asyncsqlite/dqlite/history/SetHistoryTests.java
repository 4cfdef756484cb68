package io.asyncsqlite.dqlite.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.Outcome;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker of histories finds what is wrong with them. */
class SetHistoryTests {

    private final SetHistory history = new SetHistory();

    @BeforeEach
    void note() {
        history.note(1, null);
        history.note(2, new CompletionException(new DatabaseClosedException("closed", Outcome.ROLLED_BACK)));
        history.note(3, new IllegalStateException("nobody knows"));
    }

    @Test
    void unknownInsertMayBeThereOrNot() {
        assertThat(history.check(List.of(1L))).isEmpty();
        assertThat(history.check(List.of(1L, 3L))).isEmpty();
    }

    @Test
    void lostAcknowledgedInsertIsFound() {
        assertThat(history.check(List.of(3L))).containsExactly("1 was acknowledged and is lost");
    }

    @Test
    void rolledBackInsertThatIsThereIsFound() {
        assertThat(history.check(List.of(1L, 2L))).containsExactly("2 was said not to be done and is there");
    }

    @Test
    void duplicateIsFound() {
        assertThat(history.check(List.of(1L, 1L))).containsExactly("1 is there 2 times");
    }

    @Test
    void strangerIsFound() {
        assertThat(history.check(List.of(1L, 9L))).containsExactly("9 was never inserted");
    }
}
