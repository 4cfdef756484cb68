package io.asyncsqlite.internal.transaction;

import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.operation.Deadlines;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationQueue;
import io.asyncsqlite.internal.operation.OperationQueue.Offer;
import io.asyncsqlite.internal.operation.Services;
import io.asyncsqlite.internal.operation.WriterHold;
import io.asyncsqlite.internal.query.OpenCursors;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.sql.StatementKind;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one asynchronous transaction, and the streams that are open in it. The worker takes operations from this queue
 * while the transaction lasts.
 *
 * <p>Invariants:
 * <ol>
 *   <li>The deadlines of waiting operations are watched from {@link #open} to {@link #close}.
 *   <li>No stream has a running query while an operation writes, so that each gives the rows of the moment at which it was
 *       opened.
 *   <li>After {@link #close} no stream has a running query.
 * </ol>
 */
final class TransactionLane {

    private final OperationQueue queue;
    private final SqliteOptions options;
    private final Deadlines deadlines;
    private final WriterHold hold;
    private volatile @Nullable TransactionException endReason;

    // Worker thread only.
    private final Set<OpenCursors> levels = new LinkedHashSet<>();

    TransactionLane(Services services, OpenedAt openedAt) {
        this.hold = new WriterHold(services.workers(), () -> "the transaction " + openedAt.place());
        this.options = services.options();
        this.queue = new OperationQueue(
                options.queueCapacity(),
                options.queueBytes(),
                services.completions().undelivered());
        this.deadlines = services.deadlines();
    }

    void open() {
        deadlines.add(queue, () -> "its transaction was busy");
    }

    void close() {
        levels.forEach(level -> level.endAll(this::reasonToEnd));
        deadlines.remove(queue);
    }

    OperationQueue queue() {
        return queue;
    }

    WriterHold hold() {
        return hold;
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
        Offer offer = queue.offer(operation);
        if (offer == Offer.FULL) {
            throw Failures.transactionFull(options.name(), queue.limits());
        }
        deadlines.watch(operation);
        return offer != Offer.CLOSED;
    }

    /** Queues an action that closes a query, unless the transaction has ended and closes it itself. */
    void endLater(String description, Runnable action) {
        Operation<?> ending =
                ConnectionOperation.ending(options.callbackExecutor(), description, connection -> action.run());
        ending.accept(System.nanoTime(), Operation.UNLIMITED_NANOS);
        queue.offer(ending);
    }

    /** Ends the transaction from outside: later operations fail with this reason. */
    void end(TransactionException reason) {
        endReason = reason;
        queue.close();
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

    // Worker thread only.

    /** Reads the remaining rows of open streams into memory if an operation could change them. */
    void prepareFor(Operation<?> operation) {
        if (!operation.runsNoStatement() && operation.statementKind() != StatementKind.READ) {
            readRestOfStreams();
        }
    }

    void readRestOfStreams() {
        levels.forEach(OpenCursors::readRest);
    }

    /** Returns an empty set for the streams of a level. */
    OpenCursors newStreams() {
        return new OpenCursors(options);
    }

    /** Notes that a level has streams. */
    void opened(OpenCursors level) {
        levels.add(level);
    }

    /** Ends the streams of a level. */
    void endStreams(OpenCursors level) {
        level.endAll(this::reasonToEnd);
        levels.remove(level);
    }

    private TransactionException reasonToEnd(String sql) {
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
