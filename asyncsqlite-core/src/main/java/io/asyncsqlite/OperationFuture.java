package io.asyncsqlite;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What callers get: refuses to be waited for on a database thread, and so do the stages derived from it. Also when it happens to be
 * done, so that the mistake does not hide until the day that it is not.
 */
final class OperationFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    private final Executor executor;

    /** What a cancel stops, until it has ended: a program may keep its futures, but need not keep SQL and values. */
    private volatile @Nullable Operation<?> operation;

    OperationFuture(Executor executor, @Nullable Operation<?> operation) {
        this.executor = executor;
        this.operation = operation;
    }

    /**
     * Cancels: an operation that is still queued never runs, one that runs is stopped and undone. If it has committed meanwhile it stays.
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        cancelOperation();
        return super.cancel(mayInterruptIfRunning);
    }

    /** Cancels the operation as well when the time is over: giving up on it should not leave it running. */
    @Override
    public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
        super.orTimeout(timeout, unit);
        Callbacks.whenDone(this, (ignored, failure) -> {
            if (failure instanceof TimeoutException) {
                cancelOperation();
            }
        });
        return this;
    }

    private void cancelOperation() {
        Operation<?> stopped = operation;
        if (stopped != null) {
            stopped.cancel();
        }
    }

    /** Notes that the operation has ended. */
    void operationEnded() {
        operation = null;
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
