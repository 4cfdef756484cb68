package io.asyncsqlite;

import java.util.Collection;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded first-in, first-out queue of operations.
 *
 * <pre> OPEN --close()--> CLOSED </pre>
 *
 * Invariants:
 * <ol>
 *   <li>An operation is accepted only while OPEN, and then leaves the queue exactly once: taken by a worker or removed by a cancel.
 *   <li>Operations leave in the order accepted; a removed one frees its place at once.
 *   <li>At most {@code capacity} operations and {@code maxBytes} bytes wait, but an empty queue accepts any one operation.
 *   <li>No future completes and no user code runs under the lock.
 * </ol>
 */
final class OperationQueue {

    enum Offer {
        ACCEPTED,
        FULL,
        CLOSED
    }

    private final int capacity;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private @Nullable Operation<?> head;
    private @Nullable Operation<?> tail;
    private int size;
    private long bytes;
    private int waiting;
    private boolean closed;

    OperationQueue(int capacity, long maxBytes) {
        this.capacity = capacity;
        this.maxBytes = maxBytes;
    }

    Offer offer(Operation<?> operation) {
        lock.lock();
        try {
            if (closed) {
                return Offer.CLOSED;
            }
            if (size >= capacity || (size > 0 && bytes + operation.bytes() > maxBytes)) {
                return Offer.FULL;
            }
            append(operation);
            if (waiting > 0) {
                changed.signal();
            }
            return Offer.ACCEPTED;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an operation. Returns null once the queue is closed and empty. */
    @Nullable
    Operation<?> take() {
        lock.lock();
        try {
            waiting++;
            while (head == null && !closed) {
                changed.awaitUninterruptibly();
            }
            waiting--;
            return unlinkHead();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an operation as {@link #take} does, but not beyond a time of {@link System#nanoTime()}. */
    @Nullable
    Operation<?> poll(long deadlineNanos) throws InterruptedException {
        lock.lock();
        try {
            waiting++;
            long left = deadlineNanos - System.nanoTime();
            while (head == null && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return unlinkHead();
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** Moves what waits now, up to a number, without waiting for more. */
    void drainTo(Collection<Operation<?>> sink, int max) {
        lock.lock();
        try {
            for (int i = 0; i < max && head != null; i++) {
                sink.add(unlinkHead());
            }
        } finally {
            lock.unlock();
        }
    }

    void remove(Operation<?> operation) {
        lock.lock();
        try {
            if (operation.queue == this) {
                unlink(operation);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Refuses further operations; the accepted ones can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Describes the bounds and what waits now, for a message. */
    String limits() {
        lock.lock();
        try {
            return "operations=" + size + " of " + capacity + ", bytes=" + bytes + " of " + maxBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many operations wait beyond the workers that wait for one. */
    int backlog() {
        lock.lock();
        try {
            return size - waiting;
        } finally {
            lock.unlock();
        }
    }

    private void append(Operation<?> operation) {
        operation.queue = this;
        operation.previous = tail;
        if (tail == null) {
            head = operation;
        } else {
            tail.next = operation;
        }
        tail = operation;
        size++;
        bytes += operation.bytes();
    }

    private @Nullable Operation<?> unlinkHead() {
        Operation<?> first = head;
        if (first != null) {
            unlink(first);
        }
        return first;
    }

    private void unlink(Operation<?> operation) {
        Operation<?> before = operation.previous;
        Operation<?> after = operation.next;
        if (before == null) {
            head = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            tail = before;
        } else {
            after.previous = before;
        }
        operation.previous = null;
        operation.next = null;
        operation.queue = null;
        size--;
        bytes -= operation.bytes();
    }
}
