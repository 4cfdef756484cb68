package io.asyncsqlite.internal.operation;

import io.asyncsqlite.internal.concurrent.DatabaseThread;
import io.asyncsqlite.internal.concurrent.Looking;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The future of an operation. The library completes it with {@link #succeed} and {@link #fail}. Every other way to complete it
 * cancels the work behind it: {@code cancel}, {@code orTimeout}, {@code completeOnTimeout}, {@code complete}, {@code
 * completeExceptionally} and {@code completeAsync}.
 *
 * <p>Waiting for it on a database thread throws, and so does waiting for the stages derived from it. It throws also when the
 * future is done, so that the mistake shows in every run.
 *
 * <p>The first platform thread that waits for a future without dependents is woken by the database thread itself, and completes the future.
 * So a lone caller does not wait for a thread of the callback executor.
 *
 * <pre> waiter: null --a thread waits--> THREAD --hand-over--> COMPLETION --that thread runs it--> null
 *                                           \--done, interrupted, time over--> null </pre>
 *
 * <p>Invariant: a completion that was handed over is run by the thread that waited, whatever ends its wait.
 */
public final class OperationFuture<T extends @Nullable Object> extends HoldFuture<T> {

    /** The work behind a future. */
    public interface Cancellable {

        /** Stops the work: its result is not wanted. May be called any number of times, on any thread, also when the work has ended. */
        public void cancel();
    }

    private static final VarHandle WAITER = waiterHandle();
    /** Whether a thread looks for its answer: one at a time, for others need the processor. */
    private static final AtomicBoolean LOOKS = new AtomicBoolean();

    private static final Looking LOOKING = new Looking();

    private volatile @Nullable Cancellable work;
    private volatile boolean givenUp;

    /** Null, the thread that waits, or the completion that was handed over to it. */
    private volatile @Nullable Object waiter;

    public OperationFuture(Executor executor, @Nullable Cancellable work) {
        super(executor);
        this.work = work;
    }

    /** Cancels a stage of the user that was made elsewhere, and so may wait for anything: one of operations ends with these. */
    public static void cancelForeign(@Nullable CompletionStage<?> stage) {
        if (stage instanceof CompletableFuture<?> future && !(future instanceof OperationFuture)) {
            future.cancel(true);
        }
    }

    private static VarHandle waiterHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(OperationFuture.class, "waiter", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Sets the work behind the future, if it was not known at first. If the future was given up meanwhile, cancels the work. */
    public void standsFor(Cancellable known) {
        work = known;
        if (givenUp) {
            known.cancel();
        }
    }

    /** Completes it with the result of its work. Returns false if it was given up before. */
    public boolean succeed(T result) {
        return !givenUp && woken(super.complete(result));
    }

    /** Completes one of {@link Void}, whose only value is null. */
    @SuppressWarnings("NullAway")
    public boolean succeed() {
        return !givenUp && woken(super.complete(null));
    }

    /** Completes it with the failure of its work. Returns false if it was given up before. */
    public boolean fail(Throwable failure) {
        return !givenUp && woken(super.completeExceptionally(failure));
    }

    /** Completes it because its work was cancelled. */
    void workCancelled() {
        if (!givenUp) {
            woken(super.cancel(false));
        }
    }

    /** Drops the reference to the work: a program that keeps its futures then keeps neither SQL nor values. */
    void workEnded() {
        work = null;
    }

    /**
     * Stops the work before the future is completed, so that dependent stages find the place of the work in the queue free. From
     * now on the work does not complete the future, because its failure would only say that it was stopped.
     */
    private void giveUp() {
        if (isDone()) {
            return;
        }
        givenUp = true;
        Cancellable stopped = work;
        if (stopped != null) {
            stopped.cancel();
        }
    }

    /**
     * Cancels: an operation that is still queued never runs, one that runs is stopped and undone. If it has committed meanwhile,
     * its changes stay.
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        giveUp();
        return woken(super.cancel(mayInterruptIfRunning));
    }

    @Override
    public boolean complete(T value) {
        giveUp();
        return woken(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        giveUp();
        return woken(super.completeExceptionally(failure));
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor on) {
        on.execute(() -> {
            try {
                complete(supplier.get());
            } catch (Throwable e) {
                completeExceptionally(e);
            }
        });
        return this;
    }

    @Override
    public void obtrudeValue(T value) {
        super.obtrudeValue(value);
        woken(true);
    }

    @Override
    public void obtrudeException(Throwable failure) {
        super.obtrudeException(failure);
        woken(true);
    }

    /** Wakes the thread that waits, after the future was completed. */
    private boolean woken(boolean completed) {
        if (waiter instanceof Thread thread) {
            LockSupport.unpark(thread);
        }
        return completed;
    }

    /** Tells whether a thread waits to which the completion can be handed over. */
    boolean isAwaited() {
        return waiter instanceof Thread;
    }

    /** Has the thread that waits, if there is one, complete the future. Returns false if the caller has to. */
    boolean handOver(Runnable completion) {
        Object waits = waiter;
        if (!(waits instanceof Thread thread)
                || getNumberOfDependents() != 0
                || !WAITER.compareAndSet(this, waits, completion)) {
            return false;
        }
        LockSupport.unpark(thread);
        return true;
    }

    /** Waits until the future is done, by this thread if the completion is handed over to it; or until it is interrupted or the time over. */
    private void await(boolean timed, long deadlineNanos) {
        Thread me = Thread.currentThread();
        // Carriers may all be pinned by threads that wait for dependents of this future: there the executor completes
        // it.
        if (isDone() || work == null || isVirtual(me) || !WAITER.compareAndSet(this, null, me)) {
            return;
        }
        try {
            if (!look(me)) {
                ForkJoinPool.managedBlock(new Wait(me, timed, deadlineNanos));
            }
        } catch (InterruptedException e) {
            me.interrupt();
        } finally {
            Object handedOver = WAITER.getAndSet(this, null);
            // A thread is a Runnable, too.
            if (!me.equals(handedOver) && handedOver instanceof Runnable completion) {
                completion.run();
            }
        }
    }

    private boolean look(Thread me) {
        if (!LOOKS.compareAndSet(false, true)) {
            return false;
        }
        try {
            return LOOKING.until(() -> isOver(me));
        } finally {
            LOOKS.set(false);
        }
    }

    private static boolean isVirtual(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null && group.getName().equals("VirtualThreads");
    }

    private boolean isOver(Thread me) {
        return !me.equals(waiter) || isDone();
    }

    /** A ForkJoinPool may start another thread meanwhile. */
    private final class Wait implements ForkJoinPool.ManagedBlocker {

        private final Thread me;
        private final boolean timed;
        private final long deadlineNanos;

        Wait(Thread me, boolean timed, long deadlineNanos) {
            this.me = me;
            this.timed = timed;
            this.deadlineNanos = deadlineNanos;
        }

        @Override
        public boolean isReleasable() {
            return isOver(me) || me.isInterrupted() || (timed && deadlineNanos - System.nanoTime() <= 0);
        }

        @Override
        public boolean block() {
            if (timed) {
                LockSupport.parkNanos(this, deadlineNanos - System.nanoTime());
            } else {
                LockSupport.park(this);
            }
            return isReleasable();
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        OperationFuture<U> stage = new OperationFuture<>(executor(), null);
        stage.inside(hold());
        return stage;
    }

    @Override
    public T join() {
        DatabaseThread.refuseToWait();
        await(false, 0);
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        DatabaseThread.refuseToWait();
        await(false, 0);
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        DatabaseThread.refuseToWait();
        long deadlineNanos = System.nanoTime() + unit.toNanos(timeout);
        await(true, deadlineNanos);
        return super.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
