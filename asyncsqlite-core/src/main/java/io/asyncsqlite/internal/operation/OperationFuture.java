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
 * The future of an operation. The library completes it with {@link #succeed} and {@link #fail}. Every other way to complete it
 * cancels the work behind it: {@code cancel}, {@code orTimeout}, {@code completeOnTimeout}, {@code complete}, {@code
 * completeExceptionally} and {@code completeAsync}.
 *
 * <p>Waiting for it on a database thread throws, and so does waiting for the stages derived from it. It throws also when the
 * future is done, so that the mistake shows in every run.
 */
public final class OperationFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    /** The work behind a future. */
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

    /** Sets the work behind the future, if it was not known at first. If the future was given up meanwhile, cancels the work. */
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

    /** Completes it because its work was cancelled. */
    void workCancelled() {
        if (!givenUp) {
            super.cancel(false);
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
