package io.asyncsqlite.internal.worker;

import io.asyncsqlite.BusyException;
import io.asyncsqlite.DatabaseFailedException;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.OutcomeUnknownException;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.internal.connection.ConnectionFactory;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.Deadlines;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs everything that needs the writing connection, in the order accepted, and commits operations that wait together at once.
 *
 * <pre>
 * IDLE --take--> GROUP --COMMIT ok--> completed
 *                  |  \--a member takes too long or cannot be undone alone, or COMMIT fails--> ROLLBACK: members run again
 *                  \--I/O error in COMMIT--> settled by another COMMIT: members fail, rolled back
 *                                          \--cannot be settled: outcome unknown, FAILED
 * </pre>
 *
 * Invariants:
 * <ol>
 *   <li>Only the worker thread uses the connection, and no transaction is open between two groups.
 *   <li>An operation completes with a result only after the COMMIT of the transaction that it ran in last.
 *   <li>An operation completes with an error of its own only if the changes that it saw were committed: one that fails in a group
 *       which is rolled back runs again.
 *   <li>A member that harms its neighbours, by its failure or by the time it takes, is marked {@code ownGroup} and runs again in a
 *       transaction of its own, after those before it are committed. It is marked at most once, so that every group ends.
 *   <li>Members of a group run in the order accepted, also when they run again.
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

    private static final int MAX_OPERATIONS = 1024;
    private static final long MAX_BYTES = 4L << 20;
    private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** How long a member may run that others, which have run already, wait for. */
    private static final long MEMBER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final OperationQueue queue;
    private final Completions completions;
    private final ConnectionFactory connections;
    private final Deadlines deadlines;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CountDownLatch readersClosed = new CountDownLatch(1);

    // Worker thread only.
    private final Deque<Operation<?>> pending = new ArrayDeque<>();
    private final List<Operation<?>> group = new ArrayList<>(MAX_OPERATIONS);
    private final Patience patience = new Patience();
    private final Checkpoints checkpoints;
    private Phase phase = Phase.OUTSIDE_GROUP;
    /** Whether the group holds reads only, which need no write lock. */
    private boolean onlyReads;

    private @Nullable Operation<?> member;
    private long memberSinceNanos;
    private boolean outlived;

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
        this.checkpoints = new Checkpoints(completions);
    }

    /** Returns why nothing can be written any more, or null. */
    @Nullable
    public Throwable failure() {
        return failure;
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
            connections.closeWriter(connection);
        }
    }

    private void runOperations(DatabaseConnection connection) {
        Operation<?> first;
        while ((first = next(true)) != null) {
            if (abandoned) {
                failRest(Failures.databaseClosed(connections.database()));
                return;
            }
            if (first.shareable()) {
                runGroup(connection);
            } else {
                pending.removeFirst();
                runSingly(connection, first);
            }
            Throwable broken = connection.broken();
            if (broken != null) {
                fail(broken);
                return;
            }
        }
    }

    /** Returns the first of what is to run, left where it is; null if there is nothing or, when it may wait, nothing more will come. */
    private @Nullable Operation<?> next(boolean wait) {
        if (pending.isEmpty()) {
            // One at a time: what waits in the queue is seen by its deadline.
            Operation<?> first = wait ? queue.take() : queue.poll();
            if (first != null) {
                pending.add(first);
            }
        }
        return pending.peekFirst();
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

    /** Asked while a statement runs or a lock is waited for: whether that must end for the sake of others. */
    private boolean mustYield(long now) {
        Operation<?> current = member;
        if (abandoned) {
            // Of a lambda or transaction only the holder is known. It must know why its statement stops.
            stopIfAbandoned(current != null ? current : holder);
            return true;
        }
        return switch (phase) {
            case OUTSIDE_GROUP, COMMITTED -> false;
            case BEGINNING -> lacksMembers(now);
            case RUNNING -> current != null && outlives(current, now);
            case COMMITTING -> anyMemberMustStop(now);
        };
    }

    private boolean outlives(Operation<?> current, long now) {
        boolean shared = group.size() > 1 && !current.ownGroup;
        outlived = shared && now - memberSinceNanos > MEMBER_NANOS;
        return outlived;
    }

    private boolean anyMemberMustStop(long now) {
        boolean stops = false;
        for (Operation<?> operation : group) {
            stops |= operation.mustStop(now);
        }
        return stops;
    }

    private void stopIfAbandoned(@Nullable Operation<?> current) {
        if (abandoned && current != null) {
            current.abandon(Failures.closedWhileRunning(connections.database()));
        }
    }

    /** Drops those that have ended, ends those whose time is over, and returns whether no other is left that the group would be for. */
    private boolean lacksMembers(long now) {
        pending.removeIf(operation -> operation.hasEnded() || expires(operation, now));
        Operation<?> first = next(false);
        return first == null || !first.shareable();
    }

    private boolean expires(Operation<?> operation, long now) {
        boolean expires = operation.expire(now);
        if (expires) {
            operation.fail(operation.expired(connections.database(), obstacle()));
            completions.complete(operation);
        }
        return expires;
    }

    private void runGroup(DatabaseConnection connection) {
        long since = System.nanoTime();
        phase = Phase.BEGINNING;
        onlyReads = pending.getFirst().readOnly();
        try {
            connection.transaction().begin(onlyReads ? BeginMode.DEFERRED : BeginMode.IMMEDIATE);
        } catch (RuntimeException | Error e) {
            if (!pending.isEmpty() && !abandoned) {
                failWaitingSince(since, e);
            }
            return;
        } finally {
            phase = Phase.OUTSIDE_GROUP;
        }
        try {
            if (runMembers(connection)) {
                commit(connection);
            } else {
                connection.transaction().rollback();
                replay();
            }
        } catch (Throwable e) {
            // A fault of this library, or no memory. It must not change what is told of a COMMIT.
            if (phase != Phase.COMMITTED) {
                connection.transaction().rollback();
                Throwable reason = e instanceof OutOfMemoryError ? e : lost(Outcome.ROLLED_BACK, e);
                group.forEach(operation -> operation.failBecause(connections.database(), reason));
            }
            completions.completeAll(group);
        } finally {
            phase = Phase.OUTSIDE_GROUP;
            member = null;
            holder = null;
            group.clear();
        }
    }

    /** Runs members up to the caps, and returns false if the transaction must be given up because of the last one. */
    private boolean runMembers(DatabaseConnection connection) {
        phase = Phase.RUNNING;
        long bytes = 0;
        long deadline = 0;
        Operation<?> operation;
        while (group.size() < MAX_OPERATIONS && bytes < MAX_BYTES && (operation = nextMember()) != null) {
            if (!operation.shareable()
                    || (operation.ownGroup && !group.isEmpty())
                    || (onlyReads && !operation.readOnly())) {
                return true;
            }
            long now = System.nanoTime();
            if (deadline == 0) {
                deadline = now + MAX_NANOS;
            } else if (now > deadline) {
                return true;
            }
            pending.removeFirst();
            deadlines.endedIfPutBack(operation);
            if (operation.start(now)) {
                group.add(operation);
                if (!runMember(connection, operation, now)) {
                    return false;
                }
                bytes += operation.bytes() + operation.resultBytes();
                if (operation.ownGroup) {
                    return true;
                }
            }
        }
        return true;
    }

    /** Returns the next operation, or null if none waits or comes soon. */
    private @Nullable Operation<?> nextMember() {
        Operation<?> operation = next(false);
        return operation == null ? patience.await(group.size(), () -> next(false)) : operation;
    }

    /** Returns whether the transaction can go on. */
    private boolean runMember(DatabaseConnection connection, Operation<?> operation, long now) {
        member = operation;
        memberSinceNanos = now;
        outlived = false;
        if (operation.ownGroup) {
            holder = operation;
        }
        boolean succeeded = operation.run(connection);
        if (operation.ownGroup) {
            holder = null;
        }
        member = null;
        return succeeded || (!outlived && connection.transaction().undoneCleanly());
    }

    /** Puts the members back in order, the last one, which ended the transaction, to run alone. */
    private void replay() {
        Operation<?> culprit = group.get(group.size() - 1);
        if (group.size() == 1 || culprit.isStopping()) {
            // Its failure stands: it rests on nothing that the others did.
            completions.complete(culprit);
            group.remove(group.size() - 1);
        } else {
            culprit.ownGroup = true;
        }
        putBack();
    }

    /** Has members whose effect was rolled back run again, in order, and completes those that are to stop. */
    private void putBack() {
        List<Operation<?>> stopped = new ArrayList<>();
        for (int i = group.size() - 1; i >= 0; i--) {
            Operation<?> operation = group.get(i);
            if (operation.putBack()) {
                pending.addFirst(operation);
                deadlines.running(operation);
            } else {
                operation.failStopped(connections.database());
                stopped.add(operation);
            }
        }
        completions.completeAll(stopped);
        group.clear();
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
            connection.transaction().commit(group.size() == 1 ? group.get(0).sql() : "COMMIT");
        } catch (SqliteException e) {
            commitFailed(e);
            return;
        }
        phase = Phase.COMMITTED;
        patience.committed(group.size(), System.nanoTime() - since);
        completions.committed(connection.transaction().takeCommitNanos(), group.size());
        completions.completeAll(group);
        checkpoints.afterTransaction(connection);
    }

    private void commitFailed(SqliteException e) {
        if (e instanceof OutcomeUnknownException) {
            group.stream().filter(operation -> operation.failure() == null).forEach(operation -> operation.fail(e));
            completions.completeAll(group);
        } else if (e instanceof BusyException) {
            failOrPutBack(e);
        } else {
            failOrReplay(e);
        }
    }

    /** The lock for the COMMIT was not had: those that were stopped end, and the others wait for it again or have waited long enough. */
    private void failOrPutBack(SqliteException e) {
        if (!abandoned && group.stream().noneMatch(Operation::isStopping)) {
            group.forEach(operation -> operation.fail(e));
            completions.completeAll(group);
        } else {
            putBack();
        }
    }

    /** Lets each run alone, so that only the guilty fails; after an I/O error all fail, for it would meet them again. */
    private void failOrReplay(SqliteException e) {
        boolean ioError =
                e instanceof StatementException failed && failed.code().primary() == ResultCode.IOERR;
        if (group.size() == 1 || ioError) {
            group.forEach(operation -> operation.fail(e));
            completions.completeAll(group);
        } else {
            group.forEach(operation -> operation.ownGroup = true);
            putBack();
        }
    }

    /** A lock of another process was not released in time: everything that has waited for it as long fails. */
    private void failWaitingSince(long since, Throwable e) {
        List<Operation<?>> waited = new ArrayList<>();
        Operation<?> operation;
        while ((operation = next(false)) != null && operation.shareable() && operation.acceptedNanos() - since <= 0) {
            waited.add(pending.removeFirst());
        }
        completions.failAll(waited, e);
    }

    private void fail(Throwable cause) {
        failure = cause;
        failRest(lost(Outcome.NOT_EXECUTED, cause));
    }

    private void failRest(SqliteException reason) {
        List<Operation<?>> rest = new ArrayList<>(pending);
        pending.clear();
        rest.addAll(queue.closeAndTakeAll());
        completions.failAll(rest, reason);
    }

    private DatabaseFailedException lost(Outcome outcome, Throwable cause) {
        return Failures.databaseFailed(connections.database(), outcome, cause);
    }
}
