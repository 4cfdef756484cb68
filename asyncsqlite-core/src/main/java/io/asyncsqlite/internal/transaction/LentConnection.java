package io.asyncsqlite.internal.transaction;

import io.asyncsqlite.internal.concurrent.Looking;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.Savepoints;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.operation.Deadlines;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationQueue;
import io.asyncsqlite.internal.operation.OperationQueue.Offer;
import io.asyncsqlite.internal.operation.Services;
import io.asyncsqlite.internal.operation.WriterHold;
import io.asyncsqlite.internal.query.OpenCursors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection of SQLite that is lent to one user: to an own connection until it is closed, to an asynchronous transaction until it ends. Has the
 * queue of the operations, the open cursors, and what tells others that the writer is held.
 *
 * <p>Invariants:
 * <ol>
 *   <li>The deadlines of waiting operations are watched from {@link #open} to {@link #close}.
 *   <li>An operation that was started is completed, whatever its work throws.
 *   <li>Operations are completed without waiting for the disk while the writer is held: they count only if their transaction commits.
 * </ol>
 */
public final class LentConnection {

    private final Services services;
    private final Completions completions;
    private final Deadlines deadlines;
    private final OperationQueue queue;
    private final WriterHold hold;

    // Worker thread only.
    private final OpenCursors cursors;

    /**
     * Starts without operations.
     *
     * @param holder returns who holds the writer, for messages
     */
    public LentConnection(Services services, Supplier<String> holder) {
        this.services = services;
        this.completions = services.completions();
        this.deadlines = services.deadlines();
        this.queue = new OperationQueue(
                services.options().queueCapacity(), services.options().queueBytes(), completions.undelivered());
        this.hold = new WriterHold(services.workers(), holder);
        this.cursors = new OpenCursors(services.options());
    }

    /**
     * Begins to watch deadlines.
     *
     * @param obstacle returns, for a message, why operations wait
     */
    public void open(Supplier<String> obstacle) {
        deadlines.add(queue, obstacle);
    }

    public void close() {
        deadlines.remove(queue);
    }

    public OperationQueue queue() {
        return queue;
    }

    public WriterHold hold() {
        return hold;
    }

    public OpenCursors cursors() {
        return cursors;
    }

    /** Queues an operation. While the queue is full waits up to a time for a place. */
    public Offer offer(Operation<?> operation, long nanos) {
        Offer offer = queue.offer(operation, nanos);
        if (offer != Offer.FULL && offer != Offer.CLOSED) {
            deadlines.watch(operation);
        }
        return offer;
    }

    /** Queues an action that closes a query, unless the connection is no longer lent: then its queries are closed already. */
    public void endLater(String description, Runnable action) {
        Operation<?> ending = ConnectionOperation.ending(
                services.options().callbackExecutor(), description, connection -> action.run());
        ending.accept(System.nanoTime(), Operation.UNLIMITED_NANOS);
        queue.offer(ending);
    }

    /** Refuses further operations, and fails those that wait. */
    public void failWaiting(Throwable reason) {
        completions.failAll(queue.closeAndTakeAll(), reason);
    }

    // Worker thread only.

    /** Notes whether the writer is held from now on. */
    public void holdWriter(boolean holds) {
        if (holds) {
            hold.begin(queue);
        } else {
            hold.end();
        }
    }

    /** Waits for an operation until the queue is closed and empty. Returns null then. */
    public @Nullable Operation<?> next(Looking looking) {
        queue.lookAgain(looking);
        return queue.take();
    }

    /** Waits as {@link #next(Looking)}, but not longer than to a time of {@link System#nanoTime()}. */
    public @Nullable Operation<?> next(Looking looking, long deadlineNanos) {
        queue.lookAgain(looking);
        return queue.poll(deadlineNanos);
    }

    /**
     * Starts an operation, does its work and completes it. Does nothing if the operation has ended already.
     *
     * @param work leaves the outcome in the operation
     */
    public void serve(Operation<?> operation, Consumer<Operation<?>> work) {
        if (!operation.start(System.nanoTime())) {
            return;
        }
        hold.working();
        try {
            work.accept(operation);
        } finally {
            hold.working();
            if (hold.isHeld()) {
                completions.completeInside(operation);
            } else {
                completions.complete(operation);
            }
        }
    }

    /** Opens, releases or rolls back to a savepoint of the user. */
    public void savepoint(DatabaseConnection connection, Savepoints savepoints, Savepoints.Verb verb, String name) {
        if (verb == Savepoints.Verb.ROLLBACK_TO) {
            // Open cursors give the rows of the moment at which they were opened; ROLLBACK TO would undo those.
            cursors.readRest();
        }
        savepoints.run(connection, verb, name);
    }
}
