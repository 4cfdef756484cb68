package io.asyncsqlite;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Ends operations that have waited too long, and tells those lambdas whose time is over. A statement that runs sees to its deadline itself.
 *
 * <p>Invariants: no deadline of a watched operation is earlier than {@code next}, at which the thread looks through them; who submits
 * never waits, and wakes the thread only for a deadline that is earlier; without deadlines the thread sleeps.
 */
final class Deadlines implements Runnable {

    private static final long NEVER = Long.MAX_VALUE;

    private final Completions completions;
    private final String database;
    private final Thread thread;
    private final Map<OperationQueue, Supplier<String>> queues = new ConcurrentHashMap<>();
    private final Set<Operation<?>> running = ConcurrentHashMap.newKeySet();

    /** Times are counted from here, so that they can be compared. */
    private final long origin = System.nanoTime();

    private final AtomicLong next = new AtomicLong(NEVER);
    private volatile boolean closed;

    Deadlines(Completions completions, String database) {
        this.completions = completions;
        this.database = database;
        this.thread = new Thread(this, "asyncsqlite-timer-" + database);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
        DatabaseThread.joinUninterruptibly(thread);
    }

    /**
     * Watches what waits in a queue.
     *
     * @param obstacle says for a message what keeps the operations waiting
     */
    void add(OperationQueue queue, Supplier<String> obstacle) {
        queues.put(queue, obstacle);
    }

    void remove(OperationQueue queue) {
        queues.remove(queue);
    }

    /** Sees to the deadline of an operation that was put into a watched queue. */
    void watch(Operation<?> operation) {
        long time = operation.deadlineNanos() - origin;
        long current = next.get();
        while (time < current) {
            if (next.compareAndSet(current, time)) {
                LockSupport.unpark(thread);
                return;
            }
            current = next.get();
        }
    }

    /** Sees to the deadline of a watched operation while it runs code that does not ask for itself. */
    void running(Operation<?> operation) {
        running.add(operation);
        watch(operation);
    }

    void ended(Operation<?> operation) {
        running.remove(operation);
    }

    @Override
    public void run() {
        while (!closed) {
            long left = next.get() - (System.nanoTime() - origin);
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            } else {
                // Reset before the look, so that a deadline which comes meanwhile is not forgotten.
                next.set(NEVER);
                look();
            }
        }
    }

    private void look() {
        long now = System.nanoTime();
        for (Map.Entry<OperationQueue, Supplier<String>> entry : queues.entrySet()) {
            for (Operation<?> operation : entry.getKey()) {
                if (operation.expire(now)) {
                    operation.fail(operation.expired(database, entry.getValue().get()));
                    completions.complete(operation);
                } else {
                    watch(operation);
                }
            }
        }
        for (Operation<?> operation : running) {
            if (operation.isLate(now)) {
                operation.timeUp();
            } else {
                watch(operation);
            }
        }
    }
}
