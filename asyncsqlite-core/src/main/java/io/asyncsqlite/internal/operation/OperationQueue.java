package io.asyncsqlite.internal.operation;

import io.asyncsqlite.internal.concurrent.DatabaseThread;
import io.asyncsqlite.internal.concurrent.Looking;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded first-in, first-out queue of operations. Offering, cancelling and closing never wait, so an event loop may do them.
 * Only {@link #offer(Operation, long)} may wait for a place, and taking may wait for an operation. The caller fails an operation
 * that has found no place.
 *
 * <pre> OPEN --close()--> CLOSED </pre>
 *
 * Invariants:
 * <ol>
 *   <li>An operation is accepted only while OPEN, and then leaves the queue exactly once: taken by a worker or removed by a cancel.
 *   <li>Operations leave in the order accepted; a removed one frees its place at once.
 *   <li>At most {@code capacity} operations and {@code maxBytes} bytes wait. There are three exceptions: an empty queue accepts any
 *       one operation, and neither an ending nor a later chunk of a bulk write is refused. An ending ends something that an accepted operation
 *       began, and each such operation has at most one. A bulk write has one chunk at a time, the first of which was accepted.
 *   <li>A worker parks only after it has registered as idle and then found nothing. A thread that adds an operation wakes one
 *       registered worker. So an operation never waits beside an idle worker, unless the queue is OPEN and {@link Undelivered} is
 *       full.
 *   <li>A thread that waits for a place registers and then tries again before it parks. A thread that frees a place wakes the
 *       first waiter, and each waiter wakes the next one when it stops waiting.
 *   <li>Accepted but not yet linked operations are counted: a CLOSED queue is at its end only when the count is zero.
 * </ol>
 */
public final class OperationQueue implements Iterable<Operation<?>> {

    public enum Offer {
        /** Accepted, and an idle worker was woken for it. */
        ACCEPTED,
        /** Accepted, but all workers are busy. */
        ACCEPTED_ALL_BUSY,
        FULL,
        CLOSED
    }

    // From low to high: whether the queue is closed, the count of operations, the sum of their bytes. All in one
    // number, so that one compare-and-set checks all bounds. Option.QUEUE_CAPACITY and QUEUE_BYTES keep them in it.
    private static final long CLOSED = 1;
    private static final long ONE = 2;
    private static final int COUNT_BITS = 24;
    private static final int BYTES_SHIFT = COUNT_BITS + 1;

    private final int capacity;
    private final long maxBytes;
    private final Undelivered undelivered;
    private final AtomicLong state = new AtomicLong();
    private final Queue<Operation<?>> operations = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> idle = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

    public OperationQueue(int capacity, long maxBytes, Undelivered undelivered) {
        this.capacity = capacity;
        this.maxBytes = maxBytes;
        this.undelivered = undelivered;
    }

    public Offer offer(Operation<?> operation) {
        Offer refusal = reserve(operation);
        if (refusal != null) {
            return refusal;
        }
        operation.queue = this;
        operations.add(operation);
        return wakeOne() ? Offer.ACCEPTED : Offer.ACCEPTED_ALL_BUSY;
    }

    /**
     * As {@link #offer(Operation)}, but while the queue is full waits for a place. A thread of a database does not wait: it may be the one
     * that makes room.
     */
    public Offer offer(Operation<?> operation, long nanos) {
        Offer offer = offer(operation);
        if (offer != Offer.FULL || nanos == 0 || DatabaseThread.isCurrent()) {
            return offer;
        }
        PlaceWait wait = new PlaceWait(operation, System.nanoTime() + nanos);
        waiting.add(wait.thread);
        try {
            ForkJoinPool.managedBlock(wait);
        } catch (InterruptedException e) {
            wait.thread.interrupt();
        } finally {
            waiting.remove(wait.thread);
            // This thread may have been woken for a place that it did not take.
            LockSupport.unpark(waiting.peek());
        }
        return wait.offer;
    }

    /** Waits for a place. A ForkJoinPool may start another thread meanwhile. */
    private final class PlaceWait implements ForkJoinPool.ManagedBlocker {

        private final Thread thread = Thread.currentThread();
        private final Operation<?> operation;
        private final long deadlineNanos;
        private Offer offer = Offer.FULL;

        PlaceWait(Operation<?> operation, long deadlineNanos) {
            this.operation = operation;
            this.deadlineNanos = deadlineNanos;
        }

        @Override
        public boolean isReleasable() {
            if (offer == Offer.FULL) {
                offer = offer(operation);
            }
            return offer != Offer.FULL || deadlineNanos - System.nanoTime() <= 0;
        }

        @Override
        public boolean block() throws InterruptedException {
            while (!isReleasable()) {
                LockSupport.parkNanos(OperationQueue.this, deadlineNanos - System.nanoTime());
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return true;
        }
    }

    /** Counts one more operation, or returns why not. */
    private @Nullable Offer reserve(Operation<?> operation) {
        while (true) {
            long current = state.get();
            if ((current & CLOSED) != 0) {
                return Offer.CLOSED;
            }
            int size = size(current);
            boolean full = size >= capacity || (size > 0 && bytes(current) + operation.bytes() > maxBytes);
            if (full && operation.needsPlace()) {
                return Offer.FULL;
            }
            if (state.compareAndSet(current, current + weight(operation))) {
                return null;
            }
        }
    }

    private static long weight(Operation<?> operation) {
        return ONE + (operation.bytes() << BYTES_SHIFT);
    }

    private static int size(long state) {
        return (int) (state >>> 1) & ((1 << COUNT_BITS) - 1);
    }

    private static long bytes(long state) {
        return state >>> BYTES_SHIFT;
    }

    /** Waits for an operation. Returns null once the queue is closed and empty. */
    @Nullable
    public Operation<?> take() {
        return poll(false, 0);
    }

    /** Waits for an operation as {@link #take} does, but not beyond a time of {@link System#nanoTime()}. */
    @Nullable
    public Operation<?> poll(long deadlineNanos) {
        return poll(true, deadlineNanos);
    }

    /** Looks for a moment, if that is worth it, unless an operation can be taken or none will come. */
    public void lookAgain(Looking looking) {
        if (!hasNews()) {
            looking.until(this::hasNews);
        }
    }

    private boolean hasNews() {
        return (!operations.isEmpty() && !isHeldBack()) || isClosed();
    }

    private @Nullable Operation<?> poll(boolean timed, long deadlineNanos) {
        Operation<?> operation = poll();
        while (operation == null && state.get() != CLOSED) {
            long left = timed ? deadlineNanos - System.nanoTime() : Long.MAX_VALUE;
            if (left <= 0) {
                return null;
            }
            park(left);
            operation = poll();
        }
        return operation;
    }

    private void park(long nanos) {
        Thread worker = Thread.currentThread();
        boolean held = isHeldBack();
        if (held) {
            undelivered.register(worker);
        }
        idle.add(worker);
        if ((held ? isHeldBack() : operations.isEmpty()) && state.get() != CLOSED) {
            LockSupport.parkNanos(this, nanos);
            // An interrupt that user code left behind would keep it from parking.
            Thread.interrupted();
        }
        idle.remove(worker);
        if (held) {
            undelivered.unregister(worker);
        }
    }

    /** Tells whether workers must wait although operations wait in the queue. A closed queue is emptied in any case. */
    private boolean isHeldBack() {
        return undelivered.isFull() && !isClosed();
    }

    /** Takes an operation if one waits and may be run now. */
    @Nullable
    public Operation<?> poll() {
        return isHeldBack() ? null : pollAny();
    }

    private @Nullable Operation<?> pollAny() {
        Operation<?> operation = operations.poll();
        if (operation != null) {
            left(operation);
        }
        return operation;
    }

    /** Iterates over the waiting operations, in order. Operations that come or leave meanwhile may or may not be seen. */
    @Override
    public Iterator<Operation<?>> iterator() {
        return operations.iterator();
    }

    void remove(Operation<?> operation) {
        if (operations.remove(operation)) {
            left(operation);
        }
    }

    /** Refuses further operations; the accepted ones can still be taken. */
    public void close() {
        state.getAndUpdate(current -> current | CLOSED);
        wakeAll();
        // Threads that wait for a place will not get one: wakes them now, and not only when the worker takes an
        // operation.
        waiting.forEach(LockSupport::unpark);
    }

    /** Takes the operations that wait now. */
    public List<Operation<?>> takeAll() {
        List<Operation<?>> waiting = new ArrayList<>();
        Operation<?> operation;
        while ((operation = pollAny()) != null) {
            waiting.add(operation);
        }
        return waiting;
    }

    /** Closes the queue and takes the accepted operations, also those that another thread has yet to link. */
    public List<Operation<?>> closeAndTakeAll() {
        close();
        List<Operation<?>> rest = new ArrayList<>();
        Operation<?> operation;
        while ((operation = take()) != null) {
            rest.add(operation);
        }
        return rest;
    }

    public boolean isClosed() {
        return (state.get() & CLOSED) != 0;
    }

    public int size() {
        return size(state.get());
    }

    public long bytes() {
        return bytes(state.get());
    }

    /** Says why an operation waits: for the given reason, unless workers must wait for the callback executor. */
    String obstacle(Supplier<String> usual) {
        return isHeldBack()
                ? "results wait for the callback executor, as many bytes as queueBytes allows"
                : usual.get();
    }

    /** Describes the bounds and the present load, for a message. */
    public String limits() {
        return size() + " operations of queueCapacity=" + capacity + ", " + bytes() + " bytes of queueBytes="
                + maxBytes;
    }

    private void left(Operation<?> operation) {
        operation.queue = null;
        long after = state.addAndGet(-weight(operation));
        LockSupport.unpark(waiting.peek());
        if (after == CLOSED) {
            // Other workers may have found the queue empty but not at its end.
            wakeAll();
        }
    }

    private void wakeAll() {
        while (wakeOne()) {
            // Until no worker is parked.
        }
    }

    private boolean wakeOne() {
        Thread worker = idle.poll();
        LockSupport.unpark(worker);
        return worker != null;
    }
}
