package io.asyncsqlite.internal.operation;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Bounds the memory of operations that have ended and wait for the callback executor. All queues of a database share it: while it is full,
 * their workers take no further operation.
 *
 * <p>An operation counts from its hand-over to the executor until its completion begins. So a callback that runs and waits for another
 * operation does not count, and cannot keep that operation from being taken.
 *
 * <p>Invariant: a worker registers and then asks {@link #isFull()} before it parks; a completion that makes room wakes every registered
 * worker. So no worker stays parked beside room.
 */
public final class Undelivered {

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<Thread> held = new ConcurrentLinkedQueue<>();

    public Undelivered(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Tells whether workers must wait. One operation of any size is always allowed. */
    boolean isFull() {
        return bytes.get() >= maxBytes;
    }

    void add(long more) {
        bytes.addAndGet(more);
    }

    void remove(long fewer) {
        if (bytes.addAndGet(-fewer) < maxBytes) {
            held.forEach(LockSupport::unpark);
        }
    }

    void register(Thread worker) {
        held.add(worker);
    }

    void unregister(Thread worker) {
        held.remove(worker);
    }
}
