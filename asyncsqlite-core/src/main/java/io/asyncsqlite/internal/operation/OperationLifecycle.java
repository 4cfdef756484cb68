package io.asyncsqlite.internal.operation;

import io.asyncsqlite.internal.connection.Interruptible;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The states of an {@link Operation}, what moves it from one to another, and its deadline.
 *
 * <pre>
 * WAITING --start--> RUNNING --complete--> COMPLETED
 *    |                 | |  \--cancel, close--> STOPPING --complete--> COMPLETED
 *    |                 | \-----time over------> TIMED_OUT --complete--> COMPLETED
 *    |                 \--put back--> PUT_BACK --start--> RUNNING
 *    |                                   |
 *    \--------cancel, time over--------> ENDED --complete--> COMPLETED
 * </pre>
 *
 * RUNNING lasts until the outcome is final: a member of a group whose work is done is RUNNING until the COMMIT. PUT_BACK is a member whose
 * effect was rolled back and that will run again.
 *
 * <p>Invariants:
 * <ol>
 *   <li>Of a start, a cancel and an expiry of an operation that is WAITING or PUT_BACK exactly one succeeds. The thread whose call succeeds
 *       owns the operation and completes it: the worker what it started, the timer what has expired, the caller's future what it cancels.
 *       So an operation that ended in time never runs, and every operation completes.
 *   <li>A worker that cannot put an operation back, because it is to stop, still owns it, and completes it.
 *   <li>A cancel while it runs, and its deadline, make its own statement stop at the next question, and never another's: see
 *       {@link io.asyncsqlite.internal.connection.StatementInterrupter#mustStop}.
 *   <li>COMPLETED is entered once.
 * </ol>
 *
 * It is a superclass and not a field, so that an operation needs no further object.
 */
public abstract sealed class OperationLifecycle implements OperationFuture.Cancellable, Interruptible
        permits Operation {

    /** The time of an operation that has no deadline of its own: long enough, and far from overflowing. */
    public static final long UNLIMITED_NANOS = TimeUnit.DAYS.toNanos(36_500);

    private enum State {
        WAITING,
        PUT_BACK,
        RUNNING,
        STOPPING,
        TIMED_OUT,
        ENDED,
        COMPLETED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    // Written before the operation is handed over: by the caller, then the worker, then the callback executor.
    private long acceptedNanos;
    private long timeoutNanos;
    private long deadlineNanos;
    private long startedNanos;
    private boolean wasPutBack;

    private volatile boolean cancelled;

    /** Wakes the worker where it waits for something other than a statement. */
    private volatile @Nullable Runnable wakeup;

    OperationLifecycle() {}

    /** Returns the time that it has, which may be another one than is usual where it is submitted. */
    public long timeoutNanos(long usual) {
        return usual;
    }

    /** Sets the time that it has from now on, before it is queued. */
    public final void accept(long nanos, long timeoutNanos) {
        acceptedNanos = nanos;
        restartTimeout(nanos, timeoutNanos(timeoutNanos));
    }

    /** Gives it a new time. Once it is queued, worker thread only. */
    public final void restartTimeout(long nanos, long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
        deadlineNanos = nanos + timeoutNanos;
    }

    public final long acceptedNanos() {
        return acceptedNanos;
    }

    @Override
    public final long startedNanos() {
        return startedNanos;
    }

    public final long deadlineNanos() {
        return deadlineNanos;
    }

    public final long timeoutNanos() {
        return timeoutNanos;
    }

    /** Takes it, to run it or to fail it. Returns false if it was cancelled or its time ended before: then others complete it. */
    public final boolean start(long nanos) {
        if (state.compareAndSet(State.WAITING, State.RUNNING) || state.compareAndSet(State.PUT_BACK, State.RUNNING)) {
            startedNanos = nanos;
            return true;
        }
        return false;
    }

    /** Lets it wait to run again. Returns false if it is to stop: then the worker completes it. */
    final boolean waitAgain() {
        boolean waits = state.compareAndSet(State.RUNNING, State.PUT_BACK);
        wasPutBack |= waits;
        return waits;
    }

    final boolean wasPutBack() {
        return wasPutBack;
    }

    /** Tells whether it does not wait to run for the first time any more. */
    final boolean hasStarted() {
        return state.get() != State.WAITING;
    }

    /** Ends it if it waits to run for the first time, and returns whether this call did so: the caller then completes it. */
    final boolean endBeforeItRuns(long nanos) {
        boolean ended = endIn(State.WAITING);
        if (ended) {
            startedNanos = nanos;
        }
        return ended;
    }

    /** Tells whether it was cancelled or its time ended before a worker took it. */
    public final boolean hasEnded() {
        State current = state.get();
        return current == State.ENDED || current == State.COMPLETED;
    }

    private boolean endIn(State current) {
        boolean ended = state.compareAndSet(current, State.ENDED);
        if (ended) {
            unlink();
        }
        return ended;
    }

    /** Called once when it has ended while it waited: removes it from its queue. */
    abstract void unlink();

    final boolean isLate(long nanos) {
        return nanos - deadlineNanos >= 0;
    }

    /** Ends it if it waits and its time is over, and returns whether this call did so: the caller then completes it. */
    public final boolean expire(long nanos) {
        if (!isLate(nanos) || !(endIn(State.WAITING) || endIn(State.PUT_BACK))) {
            return false;
        }
        startedNanos = nanos;
        return true;
    }

    @Override
    public final void cancel() {
        cancelled = true;
        State current = state.get();
        while (!cancelIn(current)) {
            // The worker has taken it or put it back meanwhile.
            current = state.get();
        }
    }

    /** Cancels it if its state is still this one. */
    private boolean cancelIn(State current) {
        return switch (current) {
            case WAITING, PUT_BACK -> cancelWaiting(current);
            case RUNNING -> stopAs(State.STOPPING);
            // It stops or has ended already.
            default -> true;
        };
    }

    private boolean cancelWaiting(State current) {
        boolean ended = endIn(current);
        if (ended) {
            cancelledBeforeItRan();
        }
        return ended;
    }

    /** Called when a cancel has ended it while it waited. */
    abstract void cancelledBeforeItRan();

    public final boolean isCancelled() {
        return cancelled;
    }

    /** Makes it stop if it runs, wherever it waits. */
    public final void stop() {
        stopAs(State.STOPPING);
    }

    /** Makes it stop if it runs: its time is over. */
    final void timeUp() {
        stopAs(State.TIMED_OUT);
    }

    private boolean stopAs(State reason) {
        boolean stops = state.compareAndSet(State.RUNNING, reason);
        if (stops) {
            stopRequested();
            Runnable waiting = wakeup;
            if (waiting != null) {
                waiting.run();
            }
        }
        return stops;
    }

    /** Called once when it is to stop, on any thread; a running statement is stopped without it. */
    public void stopRequested() {}

    /** Says what wakes the worker, which must then look at {@link #isStopping()}, or null if it waits no more. */
    public final void wakeBy(@Nullable Runnable waiting) {
        wakeup = waiting;
    }

    @Override
    public boolean mustStop(long nanos) {
        if (isLate(nanos)) {
            timeUp();
        }
        return isStopping();
    }

    public final boolean isStopping() {
        State current = state.get();
        return current == State.STOPPING || current == State.TIMED_OUT;
    }

    public final boolean isTimedOut() {
        return state.get() == State.TIMED_OUT;
    }

    /** Enters COMPLETED, and returns whether this call did so. */
    final boolean enterCompleted() {
        return state.getAndSet(State.COMPLETED) != State.COMPLETED;
    }
}
