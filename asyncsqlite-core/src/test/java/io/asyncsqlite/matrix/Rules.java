package io.asyncsqlite.matrix;

import static io.asyncsqlite.matrix.Verdict.BUSY;
import static io.asyncsqlite.matrix.Verdict.CANCELLED;
import static io.asyncsqlite.matrix.Verdict.CLOSED;
import static io.asyncsqlite.matrix.Verdict.CONSTRAINT;
import static io.asyncsqlite.matrix.Verdict.FOREIGN;
import static io.asyncsqlite.matrix.Verdict.SUCCEEDED;
import static io.asyncsqlite.matrix.Verdict.TIMED_OUT;
import static io.asyncsqlite.matrix.Verdict.TRANSACTION_LOST;

import io.asyncsqlite.Outcome;
import io.asyncsqlite.matrix.Deed.Presence;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The expected outcome of a cell, as a function of its coordinates. */
final class Rules {

    private Rules() {}

    /** Returns how the future of the subject may be completed. */
    static Set<Verdict> ofSubject(Cell cell) {
        return switch (cell.event()) {
            case NOTHING, LISTENER_ERROR, TRACE_ENDED_ERROR, TRACE_RUN_ERROR, LOG_ERROR, EXECUTOR_REJECTS ->
                Set.of(SUCCEEDED);
            case STATEMENT_TRACE_ERROR, EXECUTOR_AND_LOG_ERROR -> Set.of(SUCCEEDED);
            case CANCEL -> Set.of(CANCELLED);
            case DEADLINE -> ofDeadline(cell);
            case AGE_LIMIT -> Set.of(TRANSACTION_LOST);
            case ABANDON -> ofAbandon(cell);
            case CLOSE -> ofClose(cell);
            case BUSY_TIME_OVER -> Set.of(BUSY);
            // Must not throw: whether the operation runs without a trace, or fails with the Error, is not promised.
            case TRACER_ERROR -> Set.of(SUCCEEDED, FOREIGN);
            case AUTHORIZER_ERROR, ENCODE_ERROR, DECODE_ERROR, MAPPER_ERROR, SUBSCRIBER_ERROR, FUNCTION_ERROR ->
                Set.of(FOREIGN);
            case SQL_FUNCTION_ERROR, ITERATOR_ERROR -> Set.of(FOREIGN);
            case MEMORY_ERROR -> ofMemoryError(cell);
            // The result is true, and so is an error whose outcome says that it was executed.
            case MEMORY_ERROR_AFTER_BEGIN, MEMORY_ERROR_AFTER_COMMIT -> Set.of(FOREIGN, SUCCEEDED);
        };
    }

    private static Set<Verdict> ofDeadline(Cell cell) {
        // An operation in COMMIT, or in the one call that writes a blob, gets the result of that call.
        boolean tooLate =
                cell.moment() == Moment.COMMIT || (cell.form() == Form.BLOB && cell.moment() == Moment.RUNNING);
        if (!tooLate) {
            return Set.of(TIMED_OUT);
        }
        // A group whose COMMIT failed runs again, and the subject has no time left if it was in that group.
        boolean again =
                cell.neighbours() == Neighbours.GUILTY_AT_COMMIT && cell.form().shareable();
        return again ? Set.of(SUCCEEDED, TIMED_OUT) : Set.of(SUCCEEDED);
    }

    private static Set<Verdict> ofMemoryError(Cell cell) {
        // A group in which memory was short is rolled back, and runs again.
        return cell.form().shareable() ? Set.of(FOREIGN, SUCCEEDED) : Set.of(FOREIGN);
    }

    private static Set<Verdict> ofAbandon(Cell cell) {
        Set<Verdict> verdicts = EnumSet.of(CLOSED);
        if (cell.moment() == Moment.COMMIT) {
            verdicts.add(SUCCEEDED);
        }
        if (cell.form().transaction()) {
            verdicts.add(TRANSACTION_LOST);
        }
        return verdicts;
    }

    /** Close finishes accepted operations; it refuses those that need further calls of the user. */
    private static Set<Verdict> ofClose(Cell cell) {
        boolean accepted = cell.moment() == Moment.COMMIT;
        return switch (cell.form()) {
            case STREAM, STREAM_ON_CONNECTION, CURSOR, FETCH -> Set.of(SUCCEEDED, CLOSED);
            case CONNECTION_IN_TRANSACTION, CONNECTION_BEGIN, BLOB -> Set.of(accepted ? SUCCEEDED : CLOSED);
            default -> Set.of(SUCCEEDED);
        };
    }

    /** Returns how the future of an innocent neighbour, or of the transaction that a nested one belongs to, may be completed. */
    static Set<Verdict> ofInnocent(Cell cell) {
        return switch (cell.event()) {
            case ABANDON -> Set.of(SUCCEEDED, CLOSED, TRANSACTION_LOST);
            case BUSY_TIME_OVER -> Set.of(SUCCEEDED, BUSY);
            case MEMORY_ERROR -> cell.moment() == Moment.COMMIT ? Set.of(SUCCEEDED, FOREIGN) : Set.of(SUCCEEDED);
            case MEMORY_ERROR_AFTER_BEGIN, MEMORY_ERROR_AFTER_COMMIT -> Set.of(SUCCEEDED, FOREIGN);
            default -> Set.of(SUCCEEDED);
        };
    }

    /** Returns how the future of a guilty neighbour may be completed. */
    static Set<Verdict> ofGuilty(Cell cell) {
        Set<Verdict> verdicts = EnumSet.of(CONSTRAINT);
        ofInnocent(cell).stream().filter(verdict -> verdict != SUCCEEDED).forEach(verdicts::add);
        return verdicts;
    }

    /** Returns how the future of the transaction around a nested one may be completed. */
    static Set<Verdict> ofOuter(Cell cell) {
        return switch (cell.event()) {
            case AGE_LIMIT -> Set.of(TRANSACTION_LOST);
            // A statement that is stopped while it writes takes the whole transaction along.
            case CANCEL, DEADLINE ->
                cell.moment() == Moment.RUNNING ? Set.of(SUCCEEDED, TRANSACTION_LOST) : Set.of(SUCCEEDED);
            case MEMORY_ERROR -> Set.of(SUCCEEDED, TRANSACTION_LOST, FOREIGN);
            default -> ofInnocent(cell);
        };
    }

    /** Returns how the future of an operation may be completed that is submitted when all is over. */
    static Set<Verdict> ofNext(Cell cell) {
        if (cell.event().closes()) {
            return Set.of(CLOSED);
        }
        boolean commitFailed = cell.event() == Event.MEMORY_ERROR && cell.moment() == Moment.COMMIT;
        // A database whose COMMIT gave an Error may refuse to go on.
        return commitFailed || cell.event() == Event.MEMORY_ERROR_AFTER_COMMIT
                ? Set.of(SUCCEEDED, FOREIGN)
                : Set.of(SUCCEEDED);
    }

    /** An operation that was cancelled before its COMMIT leaves no change. */
    static Presence ofCancelled(Cell cell) {
        boolean tooLate =
                cell.moment() == Moment.COMMIT || (cell.form() == Form.BLOB && cell.moment() == Moment.RUNNING);
        return tooLate ? Presence.ALL_OR_NONE : Presence.NONE;
    }

    /** An Error of the user's own code comes before the statement runs, or after its COMMIT when its rows are converted. */
    static Presence ofForeign(Cell cell, @Nullable Outcome outcome) {
        if (outcome != null) {
            return ofOutcome(outcome);
        }
        boolean converting = cell.event() == Event.DECODE_ERROR || cell.event() == Event.MAPPER_ERROR;
        return converting || cell.event() == Event.MEMORY_ERROR_AFTER_COMMIT ? Presence.ALL : Presence.NONE;
    }

    static Presence ofOutcome(@Nullable Outcome outcome) {
        if (outcome == null || outcome == Outcome.UNKNOWN) {
            return Presence.ALL_OR_NONE;
        }
        return outcome == Outcome.EXECUTED ? Presence.ALL : Presence.NONE;
    }
}
