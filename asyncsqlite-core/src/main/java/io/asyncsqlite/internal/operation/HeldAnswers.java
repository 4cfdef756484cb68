package io.asyncsqlite.internal.operation;

import io.asyncsqlite.internal.concurrent.DatabaseThread;
import io.asyncsqlite.internal.concurrent.ThreadStarter;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.LogFlush;
import io.asyncsqlite.internal.failure.Failures;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds answers back until the commits that they may rest on are on the disk. Any thread.
 *
 * <pre>
 * answer:  handed over --nothing pending--> delivered
 *                      \--commits pending--> HELD --flush of them--> delivered
 *                                                \--flush fails--> failed
 * </pre>
 *
 * Invariants:
 * <ol>
 *   <li>The answer of an operation that ran is delivered only when every commit that the operation may have seen is on the disk. Answers
 *       inside of a transaction that writes are not held: they count only if it commits.
 *   <li>HELD answers are delivered in the order in which they were held.
 *   <li>What is pending is flushed: by the writer before it waits for an operation, and by the thread of this class about {@code MAX_NANOS}
 *       later. So no transaction, however long it lasts, keeps one that has committed from its answer.
 *   <li>The thread sleeps while nothing is pending.
 *   <li>After a flush has failed, an operation that ran fails, whether it was held then or comes later.
 * </ol>
 */
public final class HeldAnswers implements Runnable {

    /** Operations that have run, and the number of the last commit that they may have seen. */
    private record Held(long number, List<Operation<?>> operations) {}

    /** How long a commit waits for the writer to flush it. */
    private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Reports flushes. */
    interface FlushListener {
        public void flushed(int commits, long nanos);
    }

    private final LogFlush log;
    private final String database;
    private final boolean holdsReads;
    private final ThreadStarter starter;
    private final Consumer<List<Operation<?>>> delivery;
    private final FlushListener listener;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition flushed = lock.newCondition();

    /** Held while answers are handed over, so that they leave in order. */
    private final ReentrantLock delivering = new ReentrantLock();

    // Guarded by lock.
    private final Deque<Held> held = new ArrayDeque<>();

    private volatile @Nullable Thread thread;
    private volatile boolean sleeping;
    private volatile int lastCommits;
    private volatile boolean closed;

    // Thread that has its turn to write only.
    private boolean tried;

    /**
     * Makes an object that holds nothing.
     *
     * @param holdsReads whether reads wait, too
     * @param delivery hands answers over to the callback executor
     * @param listener gets the number of commits and the time of each flush
     */
    HeldAnswers(
            LogFlush log,
            String database,
            boolean holdsReads,
            ThreadStarter starter,
            Consumer<List<Operation<?>>> delivery,
            FlushListener listener) {
        this.log = log;
        this.database = database;
        this.holdsReads = holdsReads;
        this.starter = starter;
        this.delivery = delivery;
        this.listener = listener;
    }

    /**
     * Decides whether the next commit, of an operation that runs alone, waits for the disk by itself.
     *
     * @param mayShare whether the operation allows that others share its flush
     * @param othersWait whether further operations wait
     */
    public void prepareSingle(DatabaseConnection connection, boolean mayShare, boolean othersWait) {
        if (!mayShare && isPending()) {
            flush();
        }
        shareFlush(connection, mayShare && (isShared() || othersWait));
    }

    /**
     * Lets the next transaction of a connection leave the wait for the disk to a flush, if it shares one and that is possible; otherwise its
     * COMMIT waits. Only for the thread that has its turn to write, or with {@code shares} false.
     */
    public void shareFlush(DatabaseConnection connection, boolean shares) {
        connection.transaction().waitForDisk(!(shares && isReady()));
    }

    /** Tells whether a flush is possible. The first call opens the log and starts the thread. */
    private boolean isReady() {
        if (!tried) {
            tried = true;
            if (log.open()) {
                startThread();
            }
        }
        return thread != null && log.failure() == null;
    }

    private void startThread() {
        Thread started = new DatabaseThread("flush-" + database, this);
        try {
            starter.start(started);
            thread = started;
        } catch (Throwable e) {
            // Every commit waits for the disk itself.
        }
    }

    /** Tells whether a commit that may be seen is not on the disk. */
    public boolean isPending() {
        return log.isPending();
    }

    /** Returns how many commits are pending. */
    public int pending() {
        return (int) (log.begun() - log.flushed());
    }

    /** Tells whether commits have shared a flush of late, or would now. */
    public boolean isShared() {
        return lastCommits > 1 || log.isPending();
    }

    /** Returns why nothing can be flushed any more, or null. */
    public @Nullable IOException failure() {
        return log.failure();
    }

    /** Holds the answers of operations that ran, and returns whether it did: otherwise the caller delivers them. */
    boolean hold(List<Operation<?>> operations) {
        if (!log.isPending() || (!holdsReads && operations.get(0).readOnly())) {
            return false;
        }
        List<Operation<?>> kept = List.copyOf(operations);
        lock.lock();
        try {
            if (failIfLost(kept)) {
                return false;
            }
            long number = log.begun();
            boolean holds = number != log.flushed();
            if (holds) {
                held.add(new Held(number, kept));
                wake();
            }
            return holds;
        } finally {
            lock.unlock();
        }
    }

    /** Fails operations that ran if a flush has failed, and returns whether it has. */
    boolean failIfLost(List<Operation<?>> operations) {
        IOException failed = log.failure();
        if (failed != null) {
            operations.stream()
                    .filter(operation -> operation.failure() == null)
                    .forEach(operation -> operation.fail(lost(operation, failed)));
        }
        return failed != null;
    }

    private void wake() {
        if (sleeping) {
            LockSupport.unpark(thread);
        }
    }

    /** Waits until the commits that may be seen now are on the disk. */
    public void await() {
        if (!holdsReads || !log.isPending()) {
            return;
        }
        lock.lock();
        try {
            long number = log.begun();
            wake();
            while (log.flushed() < number && log.failure() == null) {
                flushed.awaitUninterruptibly();
            }
            IOException failed = log.failure();
            if (failed != null) {
                throw Failures.readNotDurable(database, failed);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Flushes what is pending, and delivers the answers that waited for it. Returns how many commits were flushed. */
    public int flush() {
        long since = System.nanoTime();
        int commits = (int) log.flush();
        if (commits > 0) {
            lastCommits = commits;
            listener.flushed(commits, System.nanoTime() - since);
        }
        delivering.lock();
        try {
            List<Operation<?>> ready = takeReady();
            if (!ready.isEmpty()) {
                delivery.accept(ready);
            }
        } finally {
            delivering.unlock();
        }
        return commits;
    }

    private List<Operation<?>> takeReady() {
        List<Operation<?>> ready = new ArrayList<>();
        lock.lock();
        try {
            Held first;
            while ((first = held.peek()) != null && (first.number <= log.flushed() || failIfLost(first.operations))) {
                held.remove();
                ready.addAll(first.operations);
            }
            flushed.signalAll();
            return ready;
        } finally {
            lock.unlock();
        }
    }

    private Throwable lost(Operation<?> operation, IOException failed) {
        return operation.readOnly()
                ? Failures.readNotDurable(database, failed)
                : Failures.outcomeUnknown(database, failed);
    }

    /** Flushes what is pending, and ends the thread. */
    public void close() {
        flush();
        closed = true;
        Thread started = thread;
        if (started != null) {
            LockSupport.unpark(started);
            DatabaseThread.joinUninterruptibly(started);
        }
    }

    @Override
    public void run() {
        long seen = 0;
        while (!closed) {
            long begun = log.begun();
            if (log.failure() != null || (begun == seen && begun == log.flushed())) {
                sleep(seen);
            } else {
                // Also when nothing is pending: to wake it for the next commit would cost the writer more.
                LockSupport.parkNanos(this, MAX_NANOS);
                if (log.flushed() < begun) {
                    flush();
                }
            }
            seen = begun;
        }
    }

    private void sleep(long seen) {
        sleeping = true;
        if (log.begun() == seen && !closed) {
            LockSupport.park(this);
        }
        sleeping = false;
    }
}
