package io.asyncsqlite.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

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
            long since = System.nanoTime();
            looking.until(this::isNever);
            looks += System.nanoTime() - since >= Looking.MAX_NANOS ? 1 : 0;
        }
        // A wait in which the thread was preempted counts, too.
        assertThat(looks).isBetween(10, 30);
    }

    @Test
    void looksThatFindSomethingEarnFurtherLooks() {
        useUpCredits();
        for (int i = 0; i < 3 * Looking.WAITS_OF_A_TRIAL; i++) {
            looking.until(() -> true);
        }

        questions = 0;
        looking.until(this::isNever);
        assertThat(questions).isGreaterThan(1);
    }

    private void useUpCredits() {
        for (int i = 0; i < 4; i++) {
            looking.until(this::isNever);
        }
    }
}
