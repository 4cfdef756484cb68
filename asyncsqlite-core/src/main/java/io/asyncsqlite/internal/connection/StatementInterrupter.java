package io.asyncsqlite.internal.connection;

import io.asyncsqlite.ResultCode;
import io.asyncsqlite.internal.engine.EngineException;
import java.util.ArrayList;
import java.util.function.LongPredicate;

/**
 * Decides whether the running statement of one connection must stop. It asks the work that the statement runs for, an
 * {@link Interruptible}, and then a
 * further condition. It is asked by SQLite while a statement runs, by the wait for a lock before each pause, and by the
 * connection before each statement.
 *
 * <p>Invariant: the connection asks on its own thread, about the work that it does now. So a cancel that comes too late cannot stop other work.
 *
 * <p>Worker thread only, but for {@link #isWaitingForLock()}.
 */
public final class StatementInterrupter {

    private final LockWait lockWait;
    private final StatementFailures failures;

    /** The work that statements run for, the innermost last: a transaction, and an operation of it. */
    private final ArrayList<Interruptible> entered = new ArrayList<>();

    private boolean justEntered;
    private LongPredicate mustYield = now -> false;

    StatementInterrupter(LockWait lockWait, StatementFailures failures) {
        this.lockWait = lockWait;
        this.failures = failures;
    }

    /**
     * Sets a further condition that stops the running statement or the wait for a lock. It is asked with the time of {@link
     * System#nanoTime()}. Returns the condition that it replaces.
     */
    public LongPredicate stopIf(LongPredicate mustYield) {
        LongPredicate before = this.mustYield;
        this.mustYield = mustYield;
        return before;
    }

    /** Notes that statements now run for some work, inside of the work that they ran for so far. */
    public void enter(Interruptible work) {
        entered.add(work);
        justEntered = true;
    }

    public void leave(Interruptible work) {
        entered.remove(entered.lastIndexOf(work));
        justEntered = false;
        lockWait.ended();
    }

    /** Runs an action that may wait for a lock. The given work can end the wait. */
    public void runFor(Interruptible work, Runnable action) {
        enter(work);
        try {
            action.run();
        } finally {
            leave(work);
        }
    }

    /** Tells whether the running statement must stop. */
    public boolean mustStop() {
        return mustStop(System.nanoTime());
    }

    private boolean mustStop(long now) {
        for (int i = entered.size() - 1; i >= 0; i--) {
            if (entered.get(i).mustStop(now)) {
                return true;
            }
        }
        return mustYield.test(now);
    }

    /**
     * Throws if the running work must stop.
     *
     * @param sql the statement that would run next, for the message
     */
    public void checkStop(String sql) {
        // Work that has just started need not read the clock again: that would cost as much as the Java side of a
        // short statement.
        Interruptible started = justEntered ? entered.get(entered.size() - 1) : null;
        justEntered = false;
        if (started == null ? mustStop() : mustStop(started.startedNanos())) {
            throw failures.of(new EngineException(ResultCode.INTERRUPT, "interrupted"), sql);
        }
    }

    /** Tells, on any thread, whether the connection waits for a lock of another process. */
    public boolean isWaitingForLock() {
        return lockWait.isWaiting();
    }

    /** Notes that the lock was obtained or given up. */
    void lockWaitEnded() {
        lockWait.ended();
    }
}
