package io.asyncsqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs reads on read-only connections, each with a thread, which are opened when the open ones are all busy.
 *
 * <p>Invariants: an accepted operation is taken by exactly one reader; as long as operations wait and fewer than the maximum of
 * readers are open another one is started; if none can be opened the operations that wait fail; after {@link #close} no reader is
 * left.
 */
final class Readers {

    private final OperationQueue queue;
    private final Completions completions;
    private final Connections connections;
    private final int max;
    private final AtomicInteger busy = new AtomicInteger();

    // Guarded by this.
    private final List<Thread> threads = new ArrayList<>();
    private final List<Running> running = new ArrayList<>();
    private int open;
    private boolean closing;

    Readers(OperationQueue queue, Completions completions, Connections connections, int max) {
        this.queue = queue;
        this.completions = completions;
        this.connections = connections;
        this.max = max;
    }

    /** Starts a further reader if operations wait that no reader is free for. */
    void startIfNeeded() {
        if (queue.size() > 0) {
            startUnlessFull();
        }
    }

    private synchronized void startUnlessFull() {
        if (open < max && !closing) {
            start();
        }
    }

    private synchronized void start() {
        open++;
        threads.removeIf(thread -> !thread.isAlive());
        Thread thread = new DatabaseThread("reader-" + (threads.size() + 1) + "-" + connections.database(), this::run);
        threads.add(thread);
        thread.start();
    }

    /** Returns the readers to wait for, once the queue takes no more. Who accepted the last operation may be too late to start one. */
    synchronized List<Thread> close() {
        closing = true;
        if (open == 0 && queue.size() > 0) {
            start();
        }
        return List.copyOf(threads);
    }

    /** Says why nobody ran an operation, for its message. */
    String obstacle() {
        return busy() + " of " + max + " readers were busy";
    }

    /** Makes stop what runs. */
    synchronized void abandon(DatabaseClosedException reason) {
        running.forEach(reader -> reader.abandon(reason));
    }

    synchronized int open() {
        return open;
    }

    int busy() {
        return busy.get();
    }

    /** Notes that a reader has gone, and returns whether it was the last. */
    private synchronized boolean leave() {
        return --open == 0;
    }

    private void run() {
        Running slot = newSlot();
        ReadGroup group = new ReadGroup(queue, completions);
        DatabaseConnection connection = openOrFail(group);
        try {
            while (connection != null) {
                Operation<?> operation = group.take();
                if (operation == null) {
                    break;
                }
                connection = run(connection, operation, slot, group);
            }
        } finally {
            forget(slot);
            if (connection != null) {
                connections.close(connection);
                leave();
            }
        }
    }

    private synchronized Running newSlot() {
        Running slot = new Running();
        running.add(slot);
        return slot;
    }

    private synchronized void forget(Running slot) {
        running.remove(slot);
    }

    private @Nullable DatabaseConnection run(
            DatabaseConnection connection, Operation<?> operation, Running slot, ReadGroup group) {
        if (!operation.start(System.nanoTime())) {
            return connection;
        }
        busy.incrementAndGet();
        slot.operation = operation;
        try {
            group.run(connection, operation);
        } finally {
            slot.operation = null;
            busy.decrementAndGet();
        }
        if (connection.broken() == null) {
            return connection;
        }
        group.end();
        connections.close(connection);
        return openOrFail(group);
    }

    /** Opens a connection; if that fails and no other reader is left, everything that waits fails for the same reason. */
    private @Nullable DatabaseConnection openOrFail(ReadGroup group) {
        try {
            DatabaseConnection connection = connections.openReader();
            connection.stopIf(group::handOverIfLate);
            connection.onLongRead(group::handOver);
            return connection;
        } catch (Throwable e) {
            if (leave()) {
                List<Operation<?>> waiting = new ArrayList<>();
                for (Operation<?> operation; (operation = queue.poll()) != null; ) {
                    waiting.add(operation);
                }
                completions.failAll(waiting, e);
            }
            return null;
        }
    }

    /** What one reader runs now. */
    private static final class Running {

        private volatile @Nullable Operation<?> operation;

        void abandon(DatabaseClosedException reason) {
            Operation<?> now = operation;
            if (now != null) {
                now.abandon(reason);
            }
        }
    }
}
