package io.asyncsqlite.dqlite.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.Outcome;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A history takes an exception for what its outcome says. */
class ToldTests {

    @Test
    void outcomesOfFailuresAreWhatClientsWereTold() {
        Map<Outcome, Told> expected = Map.of(
                Outcome.NOT_EXECUTED, Told.NOT_DONE,
                Outcome.ROLLED_BACK, Told.NOT_DONE,
                Outcome.EXECUTED, Told.ACKNOWLEDGED,
                Outcome.PARTLY_EXECUTED, Told.UNKNOWN,
                Outcome.UNKNOWN, Told.UNKNOWN);

        assertThat(expected).containsOnlyKeys(Outcome.values());
        expected.forEach((outcome, told) -> {
            DatabaseClosedException failure = new DatabaseClosedException("closed", outcome);
            assertThat(Told.of(failure)).isEqualTo(told);
            assertThat(Told.of(new CompletionException(failure))).isEqualTo(told);
        });
    }

    @Test
    void successIsAcknowledgedAndAStrangeFailureUnknown() {
        assertThat(Told.of(null)).isEqualTo(Told.ACKNOWLEDGED);
        assertThat(Told.of(new IllegalStateException("nobody knows"))).isEqualTo(Told.UNKNOWN);
    }
}
