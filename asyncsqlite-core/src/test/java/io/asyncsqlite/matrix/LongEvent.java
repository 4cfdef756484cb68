package io.asyncsqlite.matrix;

import java.util.Set;

/** The event that happens to long work. */
enum LongEvent {
    NOTHING,
    CANCEL,
    DEADLINE,
    ABANDON,
    CLOSE,
    ERROR,
    LOST_GROUP;

    boolean happensTo(LongWork work) {
        return switch (this) {
            case DEADLINE -> work.hasDeadline();
            case ERROR -> work.meets == LongWork.Meets.GATE;
            default -> true;
        };
    }

    boolean closes() {
        return this == ABANDON || this == CLOSE;
    }

    /** Tells whether it ends work that would not end by itself. */
    boolean ends() {
        return this == CANCEL || this == DEADLINE || closes();
    }

    /** Returns how the work may be completed. */
    Set<Verdict> verdicts(LongWork work) {
        return switch (this) {
            case NOTHING, LOST_GROUP -> Set.of(Verdict.SUCCEEDED);
            case CANCEL -> Set.of(Verdict.CANCELLED);
            // The age of a transaction of many operations is its deadline.
            case DEADLINE ->
                work == LongWork.IMPORT_OF_ALL
                        ? Set.of(Verdict.TIMED_OUT, Verdict.TRANSACTION_LOST)
                        : Set.of(Verdict.TIMED_OUT);
            case ABANDON -> ofAbandon(work);
            case CLOSE -> Set.of(Verdict.SUCCEEDED, Verdict.CLOSED, Verdict.TRANSACTION_LOST);
            case ERROR -> Set.of(Verdict.FOREIGN);
        };
    }

    /** What is held up may end when its gate opens, before the time to close is over. */
    private static Set<Verdict> ofAbandon(LongWork work) {
        // Closing completes a live query.
        return work == LongWork.LIVE_QUERY
                ? Set.of(Verdict.SUCCEEDED)
                : work.meets == LongWork.Meets.PACE
                        ? Set.of(Verdict.CLOSED)
                        : Set.of(Verdict.SUCCEEDED, Verdict.CLOSED, Verdict.TRANSACTION_LOST);
    }
}
