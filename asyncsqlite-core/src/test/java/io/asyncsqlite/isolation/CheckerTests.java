package io.asyncsqlite.isolation;

import static io.asyncsqlite.isolation.Entry.Action.append;
import static io.asyncsqlite.isolation.Entry.Action.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.isolation.Entry.Action;
import io.asyncsqlite.isolation.Entry.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker finds each anomaly in a history that was made to have it, and none in a good one. */
class CheckerTests {

    // Begins before and ends after all others, so that time says nothing.
    private static final long LONG_AGO = 0;
    private static final long AT_LAST = 1_000;

    @Test
    void aGoodHistoryHasNoAnomaly() {
        assertThat(Checker.anomalies(List.of(
                        entry(append(1, 10), append(2, 20)),
                        entry(read(1, 10), append(1, 11), read(1, 10, 11), append(1, 12)),
                        failed(append(1, 13), read(2, 20)),
                        entry(Status.UNKNOWN, append(1, 14)),
                        entry(Status.UNKNOWN, append(1, 15)),
                        entry(read(1), read(2)),
                        entry(read(1, 10, 11, 12), read(2, 20)),
                        entry(read(1, 10, 11, 12, 15), read(2, 20)))))
                .isEmpty();
    }

    @Test
    void aLostAppendIsFound() {
        assertFound("lost append", entry(append(1, 10)), entry(append(1, 11)), entry(read(1, 11)));
    }

    @Test
    void aLostUpdateIsFound() {
        assertFound(
                "read skew or lost update",
                entry(read(1), append(1, 10)),
                entry(read(1), append(1, 11)),
                entry(read(1, 10, 11)));
    }

    @Test
    void anAbortedReadIsFound() {
        assertFound(
                "aborted read",
                failed(append(1, 10)),
                entry(append(1, 11)),
                entry(read(1, 10, 11)),
                entry(read(1, 11)));
    }

    @Test
    void aDirtyReadIsFound() {
        assertFound("dirty read", entry(append(1, 10), append(1, 11)), entry(read(1, 10)), entry(read(1, 10, 11)));
    }

    @Test
    void aNonRepeatableReadIsFound() {
        assertFound("non-repeatable read", entry(append(1, 10)), entry(read(1), read(1, 10)), entry(read(1, 10)));
    }

    @Test
    void anOwnAppendThatIsNotReadIsFound() {
        assertFound("own append not read", entry(append(1, 10), read(1)), entry(read(1, 10)));
    }

    @Test
    void contradictingOrdersAreFound() {
        assertFound(
                "contradicting order",
                entry(append(1, 10)),
                entry(append(1, 11)),
                entry(read(1, 11)),
                entry(read(1, 10, 11)));
    }

    @Test
    void aDuplicateIsFound() {
        assertFound("duplicate", entry(append(1, 10)), entry(read(1, 10, 10)));
    }

    @Test
    void aValueFromNowhereIsFound() {
        assertFound("value from nowhere", entry(read(1, 10)));
    }

    @Test
    void aWriteCycleIsFound() {
        assertFound(
                "write cycle",
                entry(append(1, 10), append(2, 20)),
                entry(append(1, 11), append(2, 21)),
                entry(read(1, 10, 11), read(2, 21, 20)));
    }

    @Test
    void circularInformationFlowIsFound() {
        assertFound(
                "circular information flow",
                entry(append(1, 10), read(2, 20)),
                entry(append(2, 20), read(1, 10)),
                entry(read(1, 10), read(2, 20)));
    }

    @Test
    void readSkewIsFound() {
        assertFound(
                "read skew",
                entry(append(1, 10), append(2, 20)),
                entry(read(1), read(2, 20)),
                entry(read(1, 10), read(2, 20)));
    }

    @Test
    void writeSkewIsFound() {
        assertFound(
                "write skew",
                entry(read(1), append(2, 20)),
                entry(read(2), append(1, 10)),
                entry(read(1, 10), read(2, 20)));
    }

    @Test
    void aStaleReadIsFound() {
        assertFound(
                "stale read",
                new Entry(Status.COMMITTED, 1, 2, List.of(append(1, 10))),
                new Entry(Status.COMMITTED, 3, 4, List.of(read(1))),
                entry(read(1, 10)));
    }

    @Test
    void aLineSaysEverything() {
        Entry entry = entry(append(1, 10), read(2), read(1, 10, 11));

        assertThat(Entry.parse(entry.line())).isEqualTo(entry);
    }

    private static void assertFound(String anomaly, Entry... history) {
        assertThat(Checker.anomalies(List.of(history))).anyMatch(found -> found.startsWith(anomaly));
    }

    private static Entry entry(Action... actions) {
        return entry(Status.COMMITTED, actions);
    }

    private static Entry failed(Action... actions) {
        return entry(Status.ROLLED_BACK, actions);
    }

    private static Entry entry(Status status, Action... actions) {
        return new Entry(status, LONG_AGO, AT_LAST, List.of(actions));
    }
}
