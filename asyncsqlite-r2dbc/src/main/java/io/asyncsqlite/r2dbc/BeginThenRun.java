package io.asyncsqlite.r2dbc;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Begins a transaction unless one is open, and runs an operation in it. Both have one turn, so that nothing comes between them.
 *
 * @param <T> type of the operation's result
 */
final class BeginThenRun<T extends @Nullable Object> implements DriverOperation<T> {

    private final DriverOperation<?> begin;
    private final DriverOperation<T> operation;

    // Guarded by this.
    private Runnable stopper = () -> {};
    private boolean stopped;

    BeginThenRun(DriverOperation<?> begin, DriverOperation<T> operation) {
        this.begin = begin;
        this.operation = operation;
    }

    @Override
    public CompletableFuture<T> start() {
        return started(begin).thenCompose(begun -> startOperation());
    }

    private synchronized <B extends @Nullable Object> CompletableFuture<B> started(DriverOperation<B> beginning) {
        CompletableFuture<B> begun = beginning.start();
        stopper = () -> beginning.stop(begun);
        return begun.whenComplete(beginning::ended);
    }

    private synchronized CompletableFuture<T> startOperation() {
        if (stopped) {
            return CompletableFuture.failedFuture(new CancellationException());
        }
        CompletableFuture<T> started = operation.start();
        stopper = () -> operation.stop(started);
        return started;
    }

    /**
     * Stops the running step. The future of the operation completes only after that step has ended, so that the next operation
     * knows whether a transaction is open.
     */
    @Override
    public void stop(CompletableFuture<T> started) {
        Runnable current;
        synchronized (this) {
            stopped = true;
            current = stopper;
        }
        current.run();
    }

    @Override
    public @Nullable String sql() {
        return operation.sql();
    }
}
