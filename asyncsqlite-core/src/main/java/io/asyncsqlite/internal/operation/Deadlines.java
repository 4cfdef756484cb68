package io.asyncsqlite.internal.operation;

import io.asyncsqlite.internal.concurrent.DatabaseThread;
import io.asyncsqlite.internal.log.Log;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Fails operations that have waited too long, stops lambdas at their deadlines, and runs timers. A running statement checks the
 * deadline of its operation itself: {@link OperationLifecycle#mustStop}.
 *
 * <p>Invariants: no deadline of a watched operation and no timer is earlier than {@code next}, at which the thread looks through
 * them; a submitting thread never waits, and wakes the thread only for an earlier deadline; without deadlines the thread sleeps;
 * an exception in a look does not end the thread before {@link #close}.
 */
public final class Deadlines implements Runnable {

    private static final Log LOG = Log.of(Deadlines.class);
    private static final long NEVER = Long.MAX_VALUE;

    private final Completions completions;
    private final String database;
    private final Thread thread;
    private final Map<OperationQueue, Supplier<String>> queues = new ConcurrentHashMap<>();
    private final Set<Operation<?>> running = ConcurrentHashMap.newKeySet();
    private final Set<Timer> timers = ConcurrentHashMap.newKeySet();

    /** Times are counted from here, so that they can be compared. */
    private final long origin = System.nanoTime();

    private final AtomicLong next = new AtomicLong(NEVER);
    private volatile boolean closed;

    public Deadlines(Completions completions, String database) {
        this.completions = completions;
        this.database = database;
        this.thread = new Thread(this, "asyncsqlite-timer-" + database);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        DatabaseThread.joinUninterruptibly(thread);
    }

    /**
     * Watches the operations that wait in a queue.
     *
     * @param obstacle returns, for a message, the reason why the operations wait
     */
    public void add(OperationQueue queue, Supplier<String> obstacle) {
        queues.put(queue, obstacle);
    }

    public void remove(OperationQueue queue) {
        queues.remove(queue);
    }

    /** Watches the deadline of an operation that was put into a watched queue. */
    public void watch(Operation<?> operation) {
        lookAt(operation.deadlineNanos());
    }

    /** Has the thread look not later than at a time. */
    private void lookAt(long nanos) {
        long time = nanos - origin;
        long current = next.get();
        while (time < current) {
            if (next.compareAndSet(current, time)) {
                LockSupport.unpark(thread);
                return;
            }
            current = next.get();
        }
    }

    /** Watches the deadline of a running operation that cannot check it: it runs code of the user, or waits to run again. */
    public void running(Operation<?> operation) {
        running.add(operation);
        watch(operation);
    }

    public void ended(Operation<?> operation) {
        running.remove(operation);
    }

    public void endedIfPutBack(Operation<?> operation) {
        if (operation.wasPutBack()) {
            ended(operation);
        }
    }

    /**
     * Runs an action once, at a time of {@link System#nanoTime()} or soon after.
     *
     * @param action short, on the thread that watches all deadlines
     */
    public Timer at(long nanos, Runnable action) {
        Timer timer = new Timer(nanos, action);
        timers.add(timer);
        lookAt(nanos);
        return timer;
    }

    /** An action that runs at a time. */
    public final class Timer {

        private final long nanos;
        private final Runnable action;

        private Timer(long nanos, Runnable action) {
            this.nanos = nanos;
            this.action = action;
        }

        /** Cancels the action, unless it has begun to run. */
        public void cancel() {
            timers.remove(this);
        }

        private void look(long now) {
            if (now - nanos < 0) {
                lookAt(nanos);
            } else if (timers.remove(this)) {
                action.run();
            }
        }
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
                look(System.nanoTime());
            }
        }
    }

    private void look(long now) {
        queues.forEach((queue, busy) -> lookAtQueue(queue, now, () -> queue.obstacle(busy)));
        running.forEach(operation -> guarded(() -> lookAtRunning(operation, now)));
        timers.forEach(timer -> guarded(() -> timer.look(now)));
    }

    private void lookAtQueue(OperationQueue queue, long now, Supplier<String> obstacle) {
        for (Operation<?> operation : queue) {
            guarded(() -> lookAtWaiting(operation, now, obstacle));
        }
    }

    private void lookAtWaiting(Operation<?> operation, long now, Supplier<String> obstacle) {
        if (!completions.expire(operation, now, obstacle)) {
            watch(operation);
        }
    }

    private void lookAtRunning(Operation<?> operation, long now) {
        if (operation.hasEnded()) {
            ended(operation);
        } else if (!operation.isLate(now)) {
            watch(operation);
        } else if (!completions.expire(
                operation, now, () -> "it waited to run again after the rollback of its group")) {
            operation.timeUp();
        }
    }

    /** Logs an exception of one look, so that the other looks still run. */
    private void guarded(Runnable look) {
        try {
            look.run();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, () -> "A deadline of database '" + database + "' was not seen to", e);
        }
    }
}
