package io.asyncsqlite;

import io.asyncsqlite.OperationQueue.Offer;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one asynchronous transaction, from whose operations the worker takes while the transaction lasts.
 *
 * <p>Invariant: the deadlines of what waits in it are watched from {@link #open} to {@link #close}.
 */
final class TransactionLane {

    private final OperationQueue queue;
    private final String database;
    private final Deadlines deadlines;
    private volatile @Nullable TransactionException endReason;

    TransactionLane(Database database) {
        SqliteOptions options = database.options();
        this.queue = new OperationQueue(options.queueCapacity(), options.queueBytes());
        this.database = options.name();
        this.deadlines = database.deadlines();
    }

    void open() {
        deadlines.add(queue, () -> "its transaction was busy");
    }

    void close() {
        deadlines.remove(queue);
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
        deadlines.watch(operation);
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
