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
import io.asyncsqlite.internal.operation.LongRead;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationQueue;
import io.asyncsqlite.internal.option.Millis;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs everything that needs the writing connection, in the order accepted, and commits operations that wait together at once.
 *
 * <pre>
 * IDLE --take--> GROUP or SINGLE --end of the transaction--> IDLE      any --connection broken--> FAILED
 * any --connection to a server lost--> RECONNECTING --connected--> IDLE
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
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CountDownLatch readersClosed = new CountDownLatch(1);

    // Worker thread only.
    private final PendingWrites pending;
    private final WriteGroup group;
    private final NextMembers members;
    private final IdleWork idleWork;
    private final WritingConnection writing;
    private Phase phase = Phase.OUTSIDE_GROUP;

    // For messages, from any thread.
    private volatile @Nullable Operation<?> holder;

    private volatile @Nullable Throwable failure;
    private volatile boolean abandoned;

    /**
     * Makes the writer of a database.
     *
     * @param oldestRead finds the read that began first, for a message about the log
     */
    public Writer(
            OperationQueue queue,
            Completions completions,
            ConnectionFactory connections,
            Deadlines deadlines,
            Supplier<@Nullable LongRead> oldestRead) {
        this.queue = queue;
        this.completions = completions;
        this.connections = connections;
        this.held = completions.held();
        this.pending = new PendingWrites(queue, held);
        this.writing = new WritingConnection(connections, this::mustYield);
        this.group = new WriteGroup(pending, completions, deadlines, connections.database());
        this.members = new NextMembers(pending, group, deadlines);
        Checkpoints checkpoints = new Checkpoints(completions, connections.logs(), oldestRead);
        this.idleWork = new IdleWork(checkpoints, new Optimizing(connections, queue));
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
        String waiting = writing.obstacle();
        if (waiting != null) {
            return waiting;
        }
        return current == null
                ? "the writer was busy"
                : "the writer was held for " + Millis.of(System.nanoTime() - current.startedNanos()) + " by "
                        + current.description();
    }

    @Override
    public void run() {
        DatabaseConnection connection;
        try {
            connection = writing.open();
        } catch (Throwable e) {
            opened.completeExceptionally(e);
            return;
        }
        opened.complete(null);
        try {
            while (runOperations(connection) && !isPointless()) {
                connection = writing.reopen(connection, this::isPointless);
            }
            if (abandoned) {
                failRest(Failures.databaseClosed(connections.database()));
            }
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

    /** Drops cancelled and late operations. Returns whether nothing is left for which a connection would be needed. */
    private boolean isPointless() {
        dropEnded(System.nanoTime());
        return abandoned || (queue.isClosed() && pending.first() == null);
    }

    /** Runs operations until none will come, and returns whether to go on with another connection. */
    private boolean runOperations(DatabaseConnection connection) {
        Operation<?> first;
        while ((first = pending.awaitFirst(idleWork, connection)) != null) {
            if (abandoned) {
                return false;
            }
            if (held.failure() != null) {
                fail(held.failure());
                return false;
            }
            if (first.shareable()) {
                runGroup(connection);
            } else {
                held.prepareSingle(connection, first.sharesFlush(), queue.size() > 0);
                runSingly(connection, pending.removeFirst());
            }
            Throwable broken = connection.broken();
            if (connection.loss() != null) {
                return true;
            }
            if (broken != null) {
                fail(broken);
                return false;
            }
        }
        return false;
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
        idleWork.afterTransaction(connection);
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
            case RUNNING -> connections.isRemote() ? group.anyAnnouncedMustStop(now) : group.outlives(now);
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
        dropEnded(now);
        Operation<?> first = pending.first();
        return first == null || !first.shareable();
    }

    private void dropEnded(long now) {
        pending.removeIf(operation -> operation.hasEnded() || completions.expire(operation, now, this::obstacle));
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
            if (!pending.isEmpty() && !abandoned && connection.loss() == null) {
                // A lock of another process was not released in time: everything that has waited for it as long fails.
                completions.failAll(pending.takeWaitingSince(since), e);
            }
            return false;
        } finally {
            phase = Phase.OUTSIDE_GROUP;
        }
        group.begin(onlyReads);
        return true;
    }

    private void runBegunGroup(DatabaseConnection connection) {
        boolean commits = runMembers(connection);
        members.groupEnded(commits);
        if (commits) {
            commit(connection);
            return;
        }
        group.failStrays(connection.announcements().forget());
        if (connection.loss() != null) {
            group.putBack();
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
            group.failStrays(connection.announcements().forget());
            connection.transaction().rollback();
            group.failBecause(e instanceof OutOfMemoryError ? e : lost(Outcome.ROLLED_BACK, e));
        }
    }

    /** Runs members up to the caps, and returns false if the transaction must be given up because of the last one. */
    private boolean runMembers(DatabaseConnection connection) {
        phase = Phase.RUNNING;
        boolean announces = connection.announcements().arePossible();
        Operation<?> operation;
        while ((operation = announces ? members.nextAnnouncing(connection) : members.next()) != null) {
            if (!runMember(connection, operation)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the transaction can go on. */
    private boolean runMember(DatabaseConnection connection, Operation<?> operation) {
        if (!operation.ownGroup) {
            return group.run(connection, operation);
        }
        holder = operation;
        boolean goesOn = group.run(connection, operation);
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
            group.commitFailed(e, abandoned, connection.loss() != null);
            return;
        }
        phase = Phase.COMMITTED;
        pending.committed(group.size(), System.nanoTime() - since);
        completions.committed(connection.transaction().takeCommitNanos(), group.size());
        group.complete();
        idleWork.afterTransaction(connection);
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
