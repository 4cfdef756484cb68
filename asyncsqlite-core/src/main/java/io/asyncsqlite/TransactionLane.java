package io.asyncsqlite;

import io.asyncsqlite.OperationQueue.Offer;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one asynchronous transaction, from whose operations the worker takes while the transaction lasts.
 *
 * <p>Nobody watches the deadlines of what waits in it: all its operations have the same time, so the one that runs is stopped before the
 * time of those behind it is over.
 */
final class TransactionLane {

    private final OperationQueue queue;
    private final String database;
    private volatile @Nullable TransactionException endReason;

    TransactionLane(SqliteOptions options) {
        this.queue = new OperationQueue(options.queueCapacity(), options.queueBytes());
        this.database = options.name();
    }

    OperationQueue queue() {
        return queue;
    }

    void accept(Operation<?> operation) {
        Offer offer = queue.offer(operation);
        if (offer == Offer.FULL) {
            throw new QueueFullException(database, queue.limits());
        }
        if (offer == Offer.CLOSED) {
            TransactionException reason = endReason;
            throw reason != null ? reason : refused("has ended");
        }
    }

    /** Ends the transaction from outside: what comes later fails for this reason. */
    void end(TransactionException reason) {
        endReason = reason;
        queue.close();
    }

    TransactionException refused(String state) {
        return new TransactionException(
                "The transaction on database '" + database + "' " + state + ": the operation was not executed",
                Outcome.NOT_EXECUTED,
                null);
    }
}
