package io.asyncsqlite.internal.operation;

import io.asyncsqlite.internal.concurrent.DatabaseThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What callers get. The library completes it with {@link #succeed} and {@link #fail}. Every other way to complete it gives up on the work
 * behind it, which is then cancelled: {@code cancel}, {@code orTimeout}, {@code completeOnTimeout}, {@code complete},
 * {@code completeExceptionally} and {@code completeAsync}.
 *
 * <p>It refuses to be waited for on a database thread, and so do the stages derived from it. Also when it happens to be done, so that the
 * mistake does not hide until the day that it is not.
 */
public final class OperationFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    /** Work that a future stands for. */
    public interface Cancellable {

        /** Stops the work: its result is not wanted. May be called any number of times, on any thread, also when the work has ended. */
        public void cancel();
    }

    private final Executor executor;
    private volatile @Nullable Cancellable work;
    private volatile boolean givenUp;

    public OperationFuture(Executor executor, @Nullable Cancellable work) {
        this.executor = executor;
        this.work = work;
    }

    /** Says what it stands for, if that was not known at first. Work that was given up meanwhile is stopped. */
    public void standsFor(Cancellable known) {
        work = known;
        if (givenUp) {
            known.cancel();
        }
    }

    /** Completes it with the result of its work. Returns false if it was given up before. */
    public boolean succeed(T result) {
        return !givenUp && super.complete(result);
    }

    /** Completes one of {@link Void}, whose only value is null. */
    @SuppressWarnings("NullAway")
    public boolean succeed() {
        return !givenUp && super.complete(null);
    }

    /** Completes it with the failure of its work. Returns false if it was given up before. */
    public boolean fail(Throwable failure) {
        return !givenUp && super.completeExceptionally(failure);
    }

    /** Completes it as its work was cancelled. */
    void workCancelled() {
        if (!givenUp) {
            super.cancel(false);
        }
    }

    /** Lets go of what it stood for: a program may keep its futures, but need not keep SQL and values. */
    void workEnded() {
        work = null;
    }

    /**
     * Stops the work before the future is completed: what depends on it then finds the place free that the work had in a queue. From now on the work
     * does not complete it, whose failure would only be that it was stopped.
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
     * Cancels: an operation that is still queued never runs, one that runs is stopped and undone. If it has committed meanwhile it stays.
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        giveUp();
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean complete(T value) {
        giveUp();
        return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        giveUp();
        return super.completeExceptionally(failure);
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
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new OperationFuture<>(executor, null);
    }

    @Override
    public Executor defaultExecutor() {
        return executor;
    }

    @Override
    public T join() {
        DatabaseThread.refuseToWait();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        DatabaseThread.refuseToWait();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        DatabaseThread.refuseToWait();
        return super.get(timeout, unit);
    }
}
