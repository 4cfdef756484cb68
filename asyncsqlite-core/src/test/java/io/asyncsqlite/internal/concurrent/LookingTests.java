package io.asyncsqlite.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A thread looks again as long as that wins, and for a short time. */
class LookingTests {

    private final Looking looking = new Looking();
    private int questions;

    private boolean isNever() {
        questions++;
        return false;
    }

    @Test
    void newsAreFound() {
        assertThat(looking.until(() -> true)).isTrue();
    }

    @Test
    void looksThatFindNothingEnd() {
        for (int i = 0; i < 4; i++) {
            long since = System.nanoTime();

            assertThat(looking.until(this::isNever)).isFalse();
            assertThat(System.nanoTime() - since).isGreaterThanOrEqualTo(Looking.MAX_NANOS);
        }

        questions = 0;
        assertThat(looking.until(this::isNever)).isFalse();
        assertThat(questions).as("one question, without a look").isEqualTo(1);
    }

    @Test
    void withoutCreditsOneWaitOfManyBeginsWithALook() {
        useUpCredits();

        int looks = 0;
        for (int i = 0; i < 10 * Looking.WAITS_OF_A_TRIAL; i++) {
            looks += looks() ? 1 : 0;
        }
        assertThat(looks).isBetween(1, 10);
    }

    /** Tells whether a wait without news began with a look. A thread that loses the processor at once may seem not to look. */
    private boolean looks() {
        questions = 0;
        looking.until(this::isNever);
        return questions > 1;
    }

    @Test
    void looksThatFindSomethingEarnFurtherLooks() {
        useUpCredits();
        for (int i = 0; i < 100 * Looking.WAITS_OF_A_TRIAL; i++) {
            looking.until(() -> true);
        }

        assertThat(IntStream.range(0, 5).anyMatch(i -> looks())).isTrue();
    }

    private void useUpCredits() {
        for (int i = 0; i < 4; i++) {
            looking.until(this::isNever);
        }
    }
}
