package io.asyncsqlite.internal.worker;

import io.asyncsqlite.DatabaseFailedException;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.internal.connection.ConnectionFactory;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.Deadlines;
import io.asyncsqlite.internal.operation.HeldAnswers;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Runs everything that needs the writing connection, in the order accepted, and commits operations that wait together at once.
 *
 * <pre>
 * IDLE --take--> GROUP or SINGLE --end of the transaction--> IDLE      any --connection broken--> FAILED
 * </pre>
 *
 * A GROUP is a {@link WriteGroup}. A SINGLE is a lambda, a transaction or another operation that shares nothing.
 *
 * <p>Invariants:
 * <ol>
 *   <li>Only the worker thread uses the connection, and no transaction is open between two groups.
 *   <li>After FAILED nothing runs; everything that was accepted completes with an error that says what became of it.
 * </ol>
 */
public final class Writer implements Runnable {

    /** What the worker does now, which decides who is to be asked whether to go on. */
    private enum Phase {
        /** Waits, or runs an operation that is not a member of a group. */
        OUTSIDE_GROUP,
        /** Waits for the lock of a group. */
        BEGINNING,
        /** Runs a member of a group, or waits for the next. */
        RUNNING,
        /** Commits a group. */
        COMMITTING,
        /** Has committed a group: its members completed. */
        COMMITTED
    }

    private final OperationQueue queue;
    private final HeldAnswers held;
    private final Completions completions;
    private final ConnectionFactory connections;
    private final Deadlines deadlines;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CountDownLatch readersClosed = new CountDownLatch(1);

    // Worker thread only.
    private final PendingWrites pending;
    private final WriteGroup group;
    private final Checkpoints checkpoints;
    private Phase phase = Phase.OUTSIDE_GROUP;

    // For messages, from any thread.
    private volatile @Nullable DatabaseConnection writing;
    private volatile @Nullable Operation<?> holder;

    private volatile @Nullable Throwable failure;
    private volatile boolean abandoned;

    public Writer(OperationQueue queue, Completions completions, ConnectionFactory connections, Deadlines deadlines) {
        this.queue = queue;
        this.completions = completions;
        this.connections = connections;
        this.deadlines = deadlines;
        this.held = completions.held();
        this.pending = new PendingWrites(queue, held);
        this.group = new WriteGroup(pending, completions, deadlines, connections.database());
        this.checkpoints = new Checkpoints(completions);
    }

    /** Returns why nothing can be written any more, or null. */
    @Nullable
    public Throwable failure() {
        Throwable failed = failure;
        return failed != null ? failed : held.failure();
    }

    /** Completes when the connection is open, or with the reason why it is not. */
    public CompletableFuture<Void> opened() {
        return opened;
    }

    /** Runs nothing more, and makes stop what runs. */
    public void abandon() {
        abandoned = true;
        Operation<?> current = holder;
        if (current != null) {
            current.abandon(Failures.closedWhileRunning(connections.database()));
        }
    }

    /** Lets the connection close, once the queue is closed and empty. */
    public void readersClosed() {
        readersClosed.countDown();
    }

    /** Returns how long the operation has run that keeps the writer from all others, or 0. */
    public long heldNanos() {
        Operation<?> current = holder;
        return current == null ? 0 : System.nanoTime() - current.startedNanos();
    }

    /** Returns how many operations it has taken and not completed, about. Any thread. */
    public int unfinished() {
        return holder == null ? 0 : 1;
    }

    /** Says what the writer is busy with, for the message to an operation that waited in vain. */
    public String obstacle() {
        Operation<?> current = holder;
        DatabaseConnection waiting = writing;
        if (waiting != null && waiting.stopQuestions().isWaitingForLock()) {
            return "the writer waits for a lock of another process";
        }
        return current == null
                ? "the writer was busy"
                : "the writer was held for " + Duration.ofNanos(System.nanoTime() - current.startedNanos()) + " by "
                        + current.description();
    }

    @Override
    public void run() {
        DatabaseConnection connection;
        try {
            connection = connections.openWriter();
        } catch (Throwable e) {
            opened.completeExceptionally(e);
            return;
        }
        connection.stopQuestions().stopIf(this::mustYield);
        writing = connection;
        opened.complete(null);
        try {
            runOperations(connection);
            if (failure == null) {
                // Only the last connection takes the write-ahead log back into the file, and only this one may write.
                readersClosed.await();
            }
        } catch (Throwable e) {
            fail(e);
        } finally {
            held.close();
            connections.closeWriter(connection);
        }
    }

    private void runOperations(DatabaseConnection connection) {
        Operation<?> first;
        while ((first = pending.awaitFirst()) != null) {
            if (abandoned) {
                failRest(Failures.databaseClosed(connections.database()));
                return;
            }
            if (held.failure() != null) {
                fail(held.failure());
                return;
            }
            if (first.shareable()) {
                runGroup(connection);
            } else {
                prepareCommit(connection, first);
                runSingly(connection, pending.removeFirst());
            }
            Throwable broken = connection.broken();
            if (broken != null) {
                fail(broken);
                return;
            }
        }
    }

    private void prepareCommit(DatabaseConnection connection, Operation<?> single) {
        boolean mayShare = single.sharesFlush();
        if (!mayShare && held.isPending()) {
            held.flush();
        }
        held.shareFlush(connection, mayShare && commitsShareFlush());
    }

    private void runSingly(DatabaseConnection connection, Operation<?> operation) {
        if (!operation.start(System.nanoTime())) {
            return;
        }
        holder = operation;
        try {
            stopIfAbandoned(operation);
            if (!operation.run(connection)) {
                // Whatever failed, no transaction may stay open.
                connection.transaction().rollback();
            }
        } finally {
            holder = null;
            completions.committed(connection.transaction().takeCommitNanos(), 0);
            completions.complete(operation);
        }
        checkpoints.afterTransaction(connection);
    }

    /** Tells whether a commit now would probably share a flush of the log with others. Any thread. */
    public boolean commitsShareFlush() {
        return held.isShared() || queue.size() > 0;
    }

    /** Tells whether the current member has exceeded its time, the group has become empty, or the database is closing. */
    private boolean mustYield(long now) {
        if (abandoned) {
            stopIfAbandoned(current());
            return true;
        }
        return switch (phase) {
            case OUTSIDE_GROUP, COMMITTED -> false;
            case BEGINNING -> lacksMembers(now);
            case RUNNING -> group.outlives(now);
            case COMMITTING -> group.anyMustStop(now);
        };
    }

    /** Returns what runs now, or null: of a lambda or transaction only the holder is known. */
    private @Nullable Operation<?> current() {
        Operation<?> member = group.current();
        return member != null ? member : holder;
    }

    /** Stops an operation that runs although the database is closed, and gives it the reason why its statement stops. */
    private void stopIfAbandoned(@Nullable Operation<?> current) {
        if (abandoned && current != null) {
            current.abandon(Failures.closedWhileRunning(connections.database()));
        }
    }

    /** Drops cancelled and late operations. Returns whether no member is left for the group that waits for its lock. */
    private boolean lacksMembers(long now) {
        pending.removeIf(operation -> operation.hasEnded() || completions.expire(operation, now, this::obstacle));
        Operation<?> first = pending.first();
        return first == null || !first.shareable();
    }

    private void runGroup(DatabaseConnection connection) {
        if (!beginGroup(connection)) {
            return;
        }
        try {
            runBegunGroup(connection);
        } catch (Throwable e) {
            groupFailed(connection, e);
        } finally {
            endGroup();
        }
    }

    private void endGroup() {
        phase = Phase.OUTSIDE_GROUP;
        holder = null;
        group.end();
    }

    private boolean beginGroup(DatabaseConnection connection) {
        // A group that shares no flush waits for the disk in its COMMIT: until then no reader sees it.
        held.shareFlush(connection, held.isPending());
        long since = System.nanoTime();
        Operation<?> first = pending.first();
        boolean onlyReads = first != null && first.readOnly();
        phase = Phase.BEGINNING;
        try {
            connection.transaction().begin(onlyReads ? BeginMode.DEFERRED : BeginMode.IMMEDIATE);
        } catch (RuntimeException | Error e) {
            if (!pending.isEmpty() && !abandoned) {
                failWaitingSince(since, e);
            }
            return false;
        } finally {
            phase = Phase.OUTSIDE_GROUP;
        }
        group.begin(onlyReads);
        return true;
    }

    private void runBegunGroup(DatabaseConnection connection) {
        if (runMembers(connection)) {
            commit(connection);
        } else {
            connection.transaction().rollback();
            group.replay();
        }
    }

    /** Ends a group after a fault of this library, or without memory. The outcome of a COMMIT that succeeded stays. */
    private void groupFailed(DatabaseConnection connection, Throwable e) {
        if (phase == Phase.COMMITTED) {
            group.complete();
        } else {
            connection.transaction().rollback();
            group.failBecause(e instanceof OutOfMemoryError ? e : lost(Outcome.ROLLED_BACK, e));
        }
    }

    /** Runs members up to the caps, and returns false if the transaction must be given up because of the last one. */
    private boolean runMembers(DatabaseConnection connection) {
        phase = Phase.RUNNING;
        Operation<?> operation;
        while (!group.isFull() && (operation = pending.awaitMember(group.size())) != null) {
            long now = System.nanoTime();
            if (!group.admits(operation, now)) {
                return true;
            }
            pending.removeFirst();
            deadlines.endedIfPutBack(operation);
            if (operation.start(now) && !runMember(connection, operation, now)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the transaction can go on. */
    private boolean runMember(DatabaseConnection connection, Operation<?> operation, long now) {
        if (!operation.ownGroup) {
            return group.run(connection, operation, now);
        }
        holder = operation;
        boolean goesOn = group.run(connection, operation, now);
        holder = null;
        return goesOn;
    }

    private void commit(DatabaseConnection connection) {
        if (group.isEmpty()) {
            // Every member was cancelled.
            connection.transaction().rollback();
            return;
        }
        long since = System.nanoTime();
        phase = Phase.COMMITTING;
        try {
            connection.transaction().commit(group.sql());
        } catch (SqliteException e) {
            group.commitFailed(e, abandoned);
            return;
        }
        phase = Phase.COMMITTED;
        pending.committed(group.size(), System.nanoTime() - since);
        completions.committed(connection.transaction().takeCommitNanos(), group.size());
        group.complete();
        checkpoints.afterTransaction(connection);
    }

    /** A lock of another process was not released in time: everything that has waited for it as long fails. */
    private void failWaitingSince(long since, Throwable e) {
        List<Operation<?>> waited = new ArrayList<>();
        Operation<?> operation;
        while ((operation = pending.first()) != null
                && operation.shareable()
                && operation.acceptedNanos() - since <= 0) {
            waited.add(pending.removeFirst());
        }
        completions.failAll(waited, e);
    }

    private void fail(Throwable cause) {
        failure = cause;
        failRest(lost(Outcome.NOT_EXECUTED, cause));
    }

    private void failRest(SqliteException reason) {
        completions.failAll(pending.closeAndTakeAll(), reason);
    }

    private DatabaseFailedException lost(Outcome outcome, Throwable cause) {
        return Failures.databaseFailed(connections.database(), outcome, cause);
    }
}
