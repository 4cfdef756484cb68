package io.asyncsqlite.internal.operation;

import io.asyncsqlite.Outcome;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.sql.Excerpt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of the user, or in memory a connection, that keeps the writer to itself, as seen by code that runs inside of it: its function, and
 * what depends on the futures of its operations. Such code may submit to the database what has to wait for the very transaction. If the transaction then does nothing for
 * {@code PATIENCE_NANOS} while the operation waits, they wait for each other, and the operation fails.
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
     * @param workers whose writer it is: what waits for another one does not wait for this
     * @param name what holds it then, for messages
     */
    public WriterHold(Workers workers, Supplier<String> name) {
        this.workers = workers;
        this.name = name;
    }

    /** Returns the one that the code which runs on this thread is inside of, or null. */
    public static @Nullable WriterHold current() {
        WriterHold inside = INSIDE.get();
        return inside != null && inside.held ? inside : null;
    }

    /** Runs code of the user inside of it. */
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

    /** Throws if the code that runs on this thread is inside of one of a database, whose end the call waits for. */
    public static void refuseToWaitForItself(Workers workers, String call) {
        WriterHold inside = current();
        if (inside != null && inside.isOf(workers)) {
            throw new TransactionException(
                    call + " waits for " + inside.name.get() + ", and was called inside of it: call it after its end",
                    Outcome.NOT_EXECUTED,
                    null);
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

    /** Sees to it that an operation that was submitted inside of it, and waits for the writer, does not wait for itself. */
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

    /** Tells whether the writer is held and has nothing to do. */
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
