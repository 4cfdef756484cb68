package io.asyncsqlite.internal.transaction;

import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationQueue.Offer;
import io.asyncsqlite.internal.sql.Excerpt;
import org.jspecify.annotations.Nullable;

/** Queues the operations of one asynchronous transaction on its lent connection, or says why that takes none any more. */
final class TransactionLane {

    private final SqliteOptions options;
    private final LentConnection lent;
    private volatile @Nullable TransactionException endReason;

    TransactionLane(SqliteOptions options, LentConnection lent) {
        this.options = options;
        this.lent = lent;
    }

    LentConnection lent() {
        return lent;
    }

    void accept(Operation<?> operation) {
        if (!offer(operation)) {
            TransactionException reason = endReason;
            throw reason != null ? reason : refused("has ended");
        }
    }

    /** Queues the reading of further rows of a stream. */
    void acceptFetch(Operation<?> fetch) {
        if (!offer(fetch)) {
            throw reasonToEnd(fetch.sql());
        }
    }

    /** Returns whether the transaction still takes operations. */
    private boolean offer(Operation<?> operation) {
        Offer offer = lent.offer(operation, 0);
        if (offer == Offer.FULL) {
            throw Failures.transactionFull(options.name(), lent.queue().limits());
        }
        return offer != Offer.CLOSED;
    }

    /** Ends the transaction from outside: later operations fail with this reason. */
    void end(TransactionException reason) {
        endReason = reason;
        lent.queue().close();
    }

    TransactionException refused(String state) {
        return new TransactionException(
                "The transaction on database '" + options.name() + "' " + state + ": the operation was not executed",
                Outcome.NOT_EXECUTED,
                null);
    }

    TransactionException cancelled(Outcome outcome, @Nullable Throwable cause) {
        return new TransactionException(
                "The nested transaction on database '" + options.name() + "' was cancelled: the operation was "
                        + (outcome == Outcome.NOT_EXECUTED ? "not executed" : "rolled back"),
                outcome,
                cause);
    }

    /** Returns why a stream ends before its last row. */
    TransactionException reasonToEnd(String sql) {
        TransactionException reason = endReason;
        return reason != null
                ? reason
                : new TransactionException(
                        "The stream was ended because its transaction on database '" + options.name()
                                + "' ended before its last row was read: read it to its end first, or cancel it"
                                + Excerpt.shown(sql),
                        Outcome.NOT_EXECUTED,
                        null);
    }
}
