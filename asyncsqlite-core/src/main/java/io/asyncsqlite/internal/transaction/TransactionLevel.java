package io.asyncsqlite.internal.transaction;

import io.asyncsqlite.Outcome;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.Savepoints;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.TransactionScope;
import io.asyncsqlite.internal.operation.WriterHold;
import io.asyncsqlite.internal.query.CursorHome;
import io.asyncsqlite.internal.query.CursorRows;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One level of an asynchronous transaction: the transaction itself or a savepoint in it.
 *
 * <pre>
 * OPEN --nested opened--> SUSPENDED --nested ended--> OPEN --its stage completed, cancel--> ENDED
 * </pre>
 *
 * Invariants:
 * <ol>
 *   <li>Operations are queued only while OPEN. All levels queue in one lane, so operations run in the order submitted.
 *   <li>Queueing a SAVEPOINT suspends the outer level in the same step; queueing its RELEASE resumes it. So no operation of an
 *       outer level runs inside an inner one, except for reading on in a stream.
 *   <li>A stream ends with the level that it was opened on.
 *   <li>After a cancel of a level, neither its operations nor those of the levels inside of it run. The inner levels end with the
 *       cancelled one.
 * </ol>
 */
final class TransactionLevel implements CursorHome, TransactionScope {

    private final TransactionLane lane;
    private final @Nullable TransactionLevel outer;
    private final boolean readOnly;
    private final int depth;
    private final Savepoints savepoints;

    // Guarded by this.
    private @Nullable TransactionLevel inner;
    private boolean ended;

    private volatile boolean givenUp;

    TransactionLevel(TransactionLane lane, boolean readOnly) {
        this(lane, null, readOnly, 0);
    }

    private TransactionLevel(TransactionLane lane, @Nullable TransactionLevel outer, boolean readOnly, int depth) {
        this.lane = lane;
        this.outer = outer;
        this.readOnly = readOnly;
        this.depth = depth;
        this.savepoints = new Savepoints(lane::refused);
    }

    TransactionLevel nested() {
        return new TransactionLevel(lane, this, readOnly, depth + 1);
    }

    boolean readOnly() {
        return readOnly;
    }

    /** Returns the name of the savepoint of a nested level. */
    String savepoint() {
        return "asyncsqlite_level_" + depth;
    }

    /** Opens, releases or rolls back to a savepoint of the user. Worker thread only. */
    void savepoint(DatabaseConnection connection, Savepoints.Verb verb, String name) {
        lane.lent().savepoint(connection, savepoints, verb, name);
    }

    @Override
    public void opened(CursorRows rows) {
        lane.lent().cursors().add(rows, this);
    }

    @Override
    public void usedUp(CursorRows rows) {
        lane.lent().cursors().remove(rows);
    }

    /** Also while a nested level is open: it changes nothing. */
    @Override
    public void acceptFetch(Operation<?> fetch) {
        lane.acceptFetch(fetch);
    }

    @Override
    public void endLater(String description, Runnable action) {
        lane.lent().endLater(description, action);
    }

    /** Ends the streams that were opened on this level, and inside of it. Worker thread only. */
    void endStreams() {
        TransactionLevel nested = inner();
        if (nested != null) {
            nested.endStreams();
        }
        lane.lent().cursors().endLevel(this, lane::reasonToEnd);
    }

    private synchronized @Nullable TransactionLevel inner() {
        return inner;
    }

    @Override
    public WriterHold hold() {
        return lane.lent().hold();
    }

    /** Cancels the level. */
    synchronized void giveUp() {
        givenUp = true;
    }

    /** Tells whether the level or one around it was cancelled. */
    @Override
    public boolean isGivenUp() {
        return givenUp || (outer != null && outer.isGivenUp());
    }

    @Override
    public TransactionException cancelled(Outcome outcome, @Nullable Throwable cause) {
        return lane.cancelled(outcome, cause);
    }

    synchronized void accept(Operation<?> operation) {
        if (ended || isGivenUp()) {
            throw lane.refused("has ended");
        }
        if (inner != null) {
            throw lane.refused("has an open nested one, which must end first");
        }
        operation.submittedOn(this);
        lane.accept(operation);
    }

    /** Queues the opening of a nested level. */
    synchronized void acceptAndSuspend(Operation<?> operation, TransactionLevel nested) {
        accept(operation);
        inner = nested;
    }

    /** Queues the end of the nested level. */
    synchronized void acceptAndResume(Operation<?> operation) {
        if (isGivenUp()) {
            throw lane.refused("was cancelled");
        }
        inner = null;
        lane.accept(operation);
    }

    /** Resumes the level because a nested level could not be opened. */
    synchronized void resume(TransactionLevel nested) {
        if (inner == nested) {
            inner = null;
        }
    }

    /** Refuses further operations, and returns why the level cannot be committed, or null. */
    synchronized @Nullable Throwable end(@Nullable Throwable error) {
        ended = true;
        if (error == null && inner != null) {
            return lane.refused("ended before a nested one had");
        }
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
