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
 * transaction. If the transaction then runs no operation for {@code PATIENCE_NANOS} while that operation waits, the two wait for
 * each other, and the operation fails.
 *
 * <p>Any thread. Invariant: the count is odd as long as an operation of the transaction runs, and changes with each.
 */
public final class WriterHold {

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final ThreadLocal<@Nullable WriterHold> INSIDE = new ThreadLocal<>();

    private final Workers workers;
    private final Supplier<String> name;
    private final AtomicLong count = new AtomicLong();
    private volatile @Nullable OperationQueue waiting;
    private volatile boolean held;

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
        WriterHold inside = INSIDE.get();
        return inside != null && inside.held ? inside : null;
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

    private static void enter(@Nullable WriterHold hold) {
        if (hold == null) {
            INSIDE.remove();
        } else {
            INSIDE.set(hold);
        }
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
        look(operation, new OpenedAt("The operation"), -1, deadlines, completions);
    }

    private void look(
            Operation<?> operation, OpenedAt submittedAt, long before, Deadlines deadlines, Completions completions) {
        if (operation.hasStarted() || !held) {
            return;
        }
        long now = count.get();
        if (now == before && isIdle()) {
            if (operation.endBeforeItRuns(System.nanoTime())) {
                completions.fail(operation, waitsForItself(operation, submittedAt));
            }
        } else {
            deadlines.at(
                    System.nanoTime() + PATIENCE_NANOS,
                    () -> look(operation, submittedAt, now, deadlines, completions));
        }
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
