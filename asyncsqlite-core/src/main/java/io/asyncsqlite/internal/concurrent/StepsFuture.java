package io.asyncsqlite.internal.concurrent;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The result of several steps. When it completes before they have ended, by a cancel or a timeout, the step that runs is cancelled, and none begins any
 * more.
 *
 * @param <T> type of the result
 */
public final class StepsFuture<T> extends CompletableFuture<T> {

    // Guarded by this.
    private @Nullable CompletableFuture<?> step;

    /**
     * Makes a future.
     *
     * @param stop ends what no step is, such as a source that blocks
     */
    public StepsFuture(Runnable stop) {
        CompletableFuture<T> unused = whenComplete((result, failure) -> {
            stop.run();
            cancelStep();
        });
    }

    /** Begins a step, unless the result is not wanted any more. */
    public <S> CompletableFuture<S> step(Supplier<CompletableFuture<S>> begin) {
        if (isDone()) {
            return CompletableFuture.failedFuture(new CancellationException());
        }
        CompletableFuture<S> running = begin.get();
        synchronized (this) {
            step = running;
        }
        if (isDone()) {
            running.cancel(false);
        }
        return running;
    }

    private void cancelStep() {
        CompletableFuture<?> running;
        synchronized (this) {
            running = step;
        }
        if (running != null) {
            running.cancel(false);
        }
    }

    /** Fails with what a step failed with. */
    public void fail(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        completeExceptionally(cause == null ? failure : cause);
    }
}
