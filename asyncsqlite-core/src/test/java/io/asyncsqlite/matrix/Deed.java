package io.asyncsqlite.matrix;

import io.asyncsqlite.SqliteException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An operation of a cell, and its expected outcome.
 *
 * @param name its name
 * @param future its future
 * @param enclosing the transaction that must have committed as well, or null
 * @param verdicts how the future may be completed
 * @param keys the rows that it inserts, all or none
 */
record Deed(
        String name,
        CompletableFuture<?> future,
        @Nullable CompletableFuture<?> enclosing,
        Set<Verdict> verdicts,
        List<String> keys) {

    /** The effect of a deed that must be in the database. */
    enum Presence {
        ALL,
        NONE,
        ALL_OR_NONE
    }

    Deed(String name, CompletableFuture<?> future, Set<Verdict> verdicts, String... keys) {
        this(name, future, null, verdicts, List.of(keys));
    }

    /** Returns the result of the future and the outcome of its failure. */
    Presence presence(Cell cell, Error foreign) {
        if (enclosing != null && Verdict.of(enclosing, foreign) != Verdict.SUCCEEDED) {
            return Presence.NONE;
        }
        return switch (Verdict.of(future, foreign)) {
            case SUCCEEDED -> Presence.ALL;
            case CANCELLED -> Rules.ofCancelled(cell);
            case FOREIGN -> Rules.ofForeign(cell, outcome());
            default -> Rules.ofOutcome(outcome());
        };
    }

    private io.asyncsqlite.@Nullable Outcome outcome() {
        Throwable failure = future.isDone() ? Verdict.failure(future) : null;
        return failure instanceof SqliteException exception ? exception.outcome() : null;
    }

    String describe() {
        Throwable failure = future.isDone() ? Verdict.failure(future) : null;
        if (failure == null) {
            return future.isDone() ? "has a result" : "never completed";
        }
        return "failed with " + failure
                + (failure instanceof SqliteException exception ? " (" + exception.outcome() + ")" : "");
    }
}
