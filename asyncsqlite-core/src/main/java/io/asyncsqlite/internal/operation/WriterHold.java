package io.asyncsqlite.internal.operation;

import io.asyncsqlite.Outcome;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.sql.Excerpt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of the user, or in memory a connection, that keeps the writer. Code runs inside of it: its function, and stages
 * that depend on the futures of its operations. Such code may submit an operation to the database that has to wait for this very
 * transaction. If the transaction then runs no operation for {@code MAX_IDLE_NANOS} while that operation waits, the two wait for
 * each other, and the operation fails.
 *
 * <p>Code that waits for each of its operations may be inside, too: its thread is the owner. An operation of the owner's that it waits
 * for fails at once.
 *
 * <p>Any thread. Invariant: the count is odd as long as an operation of the transaction runs, and changes with each.
 */
public final class WriterHold {

    private static final long MAX_IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** No count. */
    private static final long BUSY = -1;

    private static final ThreadLocal<@Nullable WriterHold> INSIDE = new ThreadLocal<>();

    private final Workers workers;
    private final Supplier<String> name;
    private final AtomicLong count = new AtomicLong();
    private volatile @Nullable OperationQueue waiting;
    private volatile boolean held;

    /** The thread whose code waits for each operation, or null. */
    private volatile @Nullable Thread owner;

    private volatile boolean handedOver;

    /** What the owner was inside of when it entered. Owner only. */
    private @Nullable WriterHold outer;

    /**
     * Starts with the writer free.
     *
     * @param workers the database of the writer; an operation of another database does not wait for it
     * @param name returns the name of the transaction or connection, for messages
     */
    public WriterHold(Workers workers, Supplier<String> name) {
        this.workers = workers;
        this.name = name;
    }

    /** Returns the hold of the code that runs on this thread, or null. */
    public static @Nullable WriterHold current() {
        return stillHeld(INSIDE.get());
    }

    private static @Nullable WriterHold stillHeld(@Nullable WriterHold innermost) {
        WriterHold hold = innermost;
        while (hold != null && (!hold.held || hold.handedOver)) {
            hold = hold.outer;
        }
        return hold;
    }

    /** Runs code of the user inside of a hold. */
    public static void runInside(@Nullable WriterHold hold, Runnable code) {
        if (hold == null) {
            code.run();
        } else {
            hold.run(code);
        }
    }

    private void run(Runnable code) {
        WriterHold before = INSIDE.get();
        INSIDE.set(this);
        try {
            code.run();
        } finally {
            enter(before);
        }
    }

    /** Calls code of the user inside of a hold. */
    public static <R> R callInside(WriterHold hold, Supplier<R> code) {
        WriterHold before = INSIDE.get();
        INSIDE.set(hold);
        try {
            return code.get();
        } finally {
            enter(before);
        }
    }

    /**
     * Notes that the code of this thread is inside of the hold until {@link #leave}, or until another thread uses the transaction.
     * For code that waits: it cannot end the transaction while it waits.
     */
    public void enter() {
        if (held) {
            outer = current();
            owner = Thread.currentThread();
            INSIDE.set(this);
        }
    }

    /** Notes that this thread uses the transaction. */
    public void used() {
        if (owner != null && owner != Thread.currentThread()) {
            handedOver = true;
        }
    }

    /** Notes that this thread has ended the transaction. */
    public void leave() {
        if (INSIDE.get() == this) {
            enter(stillHeld(outer));
        }
    }

    /** Throws if the thread that waits for an operation is the one that keeps its writer. */
    public static void refuseToWaitForItself(Operation<?> operation, Workers workers) {
        WriterHold inside = operation.inside();
        while (inside != null) {
            if (inside.owner == Thread.currentThread() && inside.isOf(workers)) {
                throw inside.waitsForItself(operation, new OpenedAt("The operation"));
            }
            inside = stillHeld(inside.outer);
        }
    }

    private static void enter(@Nullable WriterHold hold) {
        if (hold == null) {
            INSIDE.remove();
        } else {
            INSIDE.set(hold);
        }
    }

    /** Tells whether the writer is held now. */
    public boolean isHeld() {
        return held;
    }

    public boolean isOf(Workers other) {
        return workers.equals(other);
    }

    /**
     * Throws if the code on this thread runs inside of a hold of the given database: the call would wait for the end of that
     * hold.
     */
    public static void refuseToWaitForItself(Workers workers, String call) {
        WriterHold inside = current();
        if (inside != null && inside.isOf(workers)) {
            throw Failures.notExecuted(
                    call + " waits for " + inside.name.get() + ", and was called inside of it: call it after its end");
        }
    }

    /** Notes that the writer is held. */
    public void begin(OperationQueue operations) {
        waiting = operations;
        held = true;
    }

    public void end() {
        held = false;
        waiting = null;
    }

    /** Notes that an operation of the transaction begins or ends. */
    public void working() {
        count.incrementAndGet();
    }

    /**
     * Watches an operation that was submitted inside of the hold and waits for the writer: fails it if the two wait for each
     * other.
     */
    public void watch(Operation<?> operation, Deadlines deadlines, Completions completions) {
        look(operation, new OpenedAt("The operation"), BUSY, deadlines, completions);
    }

    private void look(
            Operation<?> operation, OpenedAt submittedAt, long before, Deadlines deadlines, Completions completions) {
        if (operation.hasStarted() || !held) {
            return;
        }
        // An owner that runs is as busy as an operation that does: only the next look can find it waiting.
        long now = ownerRuns() ? BUSY : count.get();
        if (now == before && now != BUSY && isIdle()) {
            if (operation.endBeforeItRuns(System.nanoTime())) {
                completions.fail(operation, waitsForItself(operation, submittedAt));
            }
        } else {
            deadlines.at(
                    System.nanoTime() + MAX_IDLE_NANOS,
                    () -> look(operation, submittedAt, now, deadlines, completions));
        }
    }

    /** Tells whether code that waits keeps the writer and now does something else. */
    private boolean ownerRuns() {
        Thread entered = owner;
        return entered != null && entered.getState() == Thread.State.RUNNABLE;
    }

    /** Tells whether the writer is held and runs no operation. */
    public boolean isIdle() {
        OperationQueue operations = waiting;
        return count.get() % 2 == 0 && operations != null && operations.size() == 0;
    }

    private TransactionException waitsForItself(Operation<?> operation, OpenedAt submittedAt) {
        return new TransactionException(
                "The operation submitted at " + submittedAt.caller() + " waits for " + name.get()
                        + ", inside of which it was submitted: use the transaction for it, not the database: the"
                        + " operation was not executed" + Excerpt.shown(operation.sql()),
                Outcome.NOT_EXECUTED,
                null);
    }
}
