package io.asyncsqlite.internal.worker;

import io.asyncsqlite.internal.concurrent.Looking;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.operation.HeldAnswers;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link Writer} runs next, and how long it waits for that: operations that were put back run first, then those in the queue. Worker
 * thread only.
 *
 * <p>Invariants:
 * <ol>
 *   <li>Operations keep the order in which they were accepted.
 *   <li>At most one operation is taken from the queue before it is started: the deadlines of the others are watched in the queue.
 *   <li>The writer parks only when no commit waits for a flush.
 * </ol>
 */
final class PendingWrites {

    private final OperationQueue queue;
    private final HeldAnswers held;
    private final Deque<Operation<?>> taken = new ArrayDeque<>();
    private final GroupWait groupWait = new GroupWait();
    private final GroupWait flushWait = new GroupWait();
    private final Looking looking = new Looking();

    PendingWrites(OperationQueue queue, HeldAnswers held) {
        this.queue = queue;
        this.held = held;
    }

    /** Returns the first operation and leaves it where it is, or returns null if none waits. */
    @Nullable
    Operation<?> first() {
        return taken.isEmpty() ? takeThrough(queue.poll()) : taken.peekFirst();
    }

    private @Nullable Operation<?> takeThrough(@Nullable Operation<?> next) {
        if (next != null) {
            taken.add(next);
        }
        return next;
    }

    /** Waits for the first operation, and leaves it where it is. Returns null when none will come. Work for the file may use the time. */
    @Nullable
    Operation<?> awaitFirst(IdleWork idleWork, DatabaseConnection connection) {
        Operation<?> soon = first();
        if (soon == null && held.isPending()) {
            soon = firstOrFlush();
        }
        if (soon == null) {
            queue.lookAgain(looking);
            soon = takeThrough(take(idleWork, connection));
        }
        return soon;
    }

    private @Nullable Operation<?> take(IdleWork idleWork, DatabaseConnection connection) {
        Operation<?> next = null;
        long idleNanos;
        while (next == null && !queue.isClosed() && (idleNanos = idleWork.idleNanos()) > 0) {
            next = queue.poll(System.nanoTime() + idleNanos);
            if (next == null && !queue.isClosed()) {
                idleWork.whenIdle(connection);
            }
        }
        return next == null ? queue.take() : next;
    }

    private @Nullable Operation<?> firstOrFlush() {
        Operation<?> soon = flushWait.await(held.pending(), this::first);
        if (soon == null) {
            long since = System.nanoTime();
            flushWait.committed(held.flush(), System.nanoTime() - since);
        }
        return soon;
    }

    /** Returns the first operation for a group of this size, or null if none waits or comes soon. */
    @Nullable
    Operation<?> awaitMember(int groupSize) {
        Operation<?> member = first();
        return member == null ? groupWait.await(groupSize, this::first) : member;
    }

    /** Notes that a group was committed. */
    void committed(int operations, long nanos) {
        groupWait.committed(operations, nanos);
    }

    /** Tells whether nothing was taken or put back; operations may wait in the queue. */
    boolean isEmpty() {
        return taken.isEmpty();
    }

    /** Removes the first operations that can share a transaction and were accepted before a time. */
    List<Operation<?>> takeWaitingSince(long nanos) {
        List<Operation<?>> waited = new ArrayList<>();
        Operation<?> operation;
        while ((operation = first()) != null && operation.shareable() && operation.acceptedNanos() - nanos <= 0) {
            waited.add(removeFirst());
        }
        return waited;
    }

    Operation<?> removeFirst() {
        return taken.removeFirst();
    }

    void removeIf(Predicate<Operation<?>> ended) {
        taken.removeIf(ended);
    }

    /** Has an operation run again, before all others. */
    void putBack(Operation<?> operation) {
        taken.addFirst(operation);
    }

    /** Closes the queue, and takes all operations. */
    List<Operation<?>> closeAndTakeAll() {
        List<Operation<?>> rest = new ArrayList<>(taken);
        taken.clear();
        rest.addAll(queue.closeAndTakeAll());
        return rest;
    }
}
