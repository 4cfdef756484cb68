package io.asyncsqlite;

import io.asyncsqlite.engine.TransactionMode;
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
 *                  |  \--a member cannot be undone alone, or COMMIT fails--> ROLLBACK: members run again
 *                  \--I/O error in COMMIT--> outcome unknown: FAILED
 * </pre>
 *
 * Invariants:
 * <ol>
 *   <li>Only the worker thread uses the connection, and no transaction is open between two groups.
 *   <li>An operation completes with a result only after the COMMIT of the transaction that it ran in last.
 *   <li>An operation completes with an error of its own only if the changes that it saw were committed: one that fails in a group
 *       which is rolled back runs again.
 *   <li>A member whose failure harms its neighbours is marked {@code alone} and runs again in a transaction of its own, after those
 *       before it are committed. It is marked at most once, so that every group ends.
 *   <li>Members of a group run in the order accepted, also when they run again.
 *   <li>After FAILED nothing runs; everything that was accepted completes with an error that says what became of it.
 * </ol>
 */
final class Writer implements Runnable {

    private static final int MAX_OPERATIONS = 1024;
    private static final long MAX_BYTES = 4L << 20;
    private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int DRAIN = 256;

    private final OperationQueue queue;
    private final Completions completions;
    private final Connections connections;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CountDownLatch readersClosed = new CountDownLatch(1);

    // Worker thread only.
    private final Deque<Operation<?>> pending = new ArrayDeque<>();
    private final List<Operation<?>> group = new ArrayList<>(MAX_OPERATIONS);

    private volatile @Nullable Throwable failure;

    Writer(OperationQueue queue, Completions completions, Connections connections) {
        this.queue = queue;
        this.completions = completions;
        this.connections = connections;
    }

    /** Returns why nothing can be written any more, or null. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Completes when the connection is open, or with the reason why it is not. */
    CompletableFuture<Void> opened() {
        return opened;
    }

    /** Lets the connection close, once the queue is closed and empty. */
    void readersClosed() {
        readersClosed.countDown();
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
        while (refill(true)) {
            Operation<?> first = pending.getFirst();
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

    /** Returns whether an operation is pending, waiting for one if asked to; without it, false also means that none is queued. */
    private boolean refill(boolean wait) {
        if (pending.isEmpty()) {
            Operation<?> first = wait ? queue.take() : null;
            if (first != null) {
                pending.add(first);
            }
            queue.drainTo(pending, DRAIN);
        }
        return !pending.isEmpty();
    }

    private void runSingly(DatabaseConnection connection, Operation<?> operation) {
        if (operation.start(System.nanoTime())) {
            operation.run(connection);
            // Whatever failed, no transaction may stay open.
            if (operation.failure() != null) {
                connection.rollback();
            }
            completions.complete(operation);
        }
    }

    private void runGroup(DatabaseConnection connection) {
        try {
            connection.begin(TransactionMode.IMMEDIATE);
        } catch (SqliteException e) {
            failPendingShareable(e);
            return;
        }
        try {
            if (runMembers(connection)) {
                commit(connection);
            } else {
                connection.rollback();
                replay();
            }
        } catch (Throwable e) {
            group.forEach(operation -> operation.fail(lost(Outcome.ROLLED_BACK, e)));
            completions.completeAll(group);
            throw e;
        } finally {
            group.clear();
        }
    }

    /** Runs members up to the caps, and returns false if the transaction must be given up because of the last one. */
    private boolean runMembers(DatabaseConnection connection) {
        long bytes = 0;
        long deadline = 0;
        while (group.size() < MAX_OPERATIONS && bytes < MAX_BYTES && refill(false)) {
            Operation<?> operation = pending.getFirst();
            if (!operation.shareable() || (operation.alone && !group.isEmpty())) {
                return true;
            }
            long now = System.nanoTime();
            if (deadline == 0) {
                deadline = now + MAX_NANOS;
            } else if (now > deadline) {
                return true;
            }
            pending.removeFirst();
            if (operation.start(now)) {
                group.add(operation);
                bytes += operation.bytes();
                boolean succeeded = operation.run(connection);
                if (!succeeded && !connection.undoneCleanly()) {
                    return false;
                }
                if (operation.alone) {
                    return true;
                }
            }
        }
        return true;
    }

    /** Puts the members back in order, the last one, which ended the transaction, to run alone. */
    private void replay() {
        Operation<?> culprit = group.get(group.size() - 1);
        if (group.size() == 1) {
            completions.complete(culprit);
            return;
        }
        culprit.alone = true;
        putBack();
    }

    private void putBack() {
        for (int i = group.size() - 1; i >= 0; i--) {
            pending.addFirst(group.get(i));
        }
    }

    private void commit(DatabaseConnection connection) {
        if (group.isEmpty()) {
            // Every member was cancelled.
            connection.rollback();
            return;
        }
        try {
            connection.commit(group.size() == 1 ? group.get(0).sql() : "COMMIT");
        } catch (OutcomeUnknownException e) {
            group.stream().filter(operation -> operation.failure() == null).forEach(operation -> operation.fail(e));
            completions.completeAll(group);
            return;
        } catch (BusyException e) {
            group.forEach(operation -> operation.fail(e));
            completions.completeAll(group);
            return;
        } catch (SqliteException e) {
            if (group.size() == 1) {
                group.get(0).fail(e);
                completions.completeAll(group);
            } else {
                group.forEach(operation -> operation.alone = true);
                putBack();
            }
            return;
        }
        completions.groupCommitted(group);
    }

    /** A lock of another process was not released in time: everything that has waited for it fails. */
    private void failPendingShareable(SqliteException e) {
        List<Operation<?>> failed = new ArrayList<>();
        while (!pending.isEmpty() && pending.getFirst().shareable()) {
            Operation<?> operation = pending.removeFirst();
            if (operation.start(System.nanoTime())) {
                operation.fail(e);
                failed.add(operation);
            }
        }
        completions.completeAll(failed);
    }

    private void fail(Throwable cause) {
        failure = cause;
        List<Operation<?>> rest = new ArrayList<>(pending);
        pending.clear();
        rest.addAll(queue.closeAndTakeAll());
        rest.removeIf(operation -> !operation.start(System.nanoTime()));
        rest.forEach(operation -> operation.fail(lost(Outcome.NOT_EXECUTED, cause)));
        completions.completeAll(rest);
    }

    private DatabaseFailedException lost(Outcome outcome, Throwable cause) {
        return new DatabaseFailedException(connections.database(), outcome, cause);
    }
}
