package io.asyncsqlite.transfer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The result of a transfer of several steps. When it completes before they have ended, by a cancel or a timeout, the step that runs is cancelled.
 *
 * @param <T> type of the result
 */
final class TransferFuture<T> extends CompletableFuture<T> {

    // Guarded by this.
    private @Nullable CompletableFuture<?> step;

    /**
     * Makes a future.
     *
     * @param stop ends what no step is, such as a source that blocks
     */
    TransferFuture(Runnable stop) {
        CompletableFuture<T> unused = whenComplete((result, failure) -> {
            stop.run();
            cancelStep();
        });
    }

    /** Notes the step that runs, and returns it. */
    <S> CompletableFuture<S> now(CompletableFuture<S> running) {
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
    void fail(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        completeExceptionally(cause == null ? failure : cause);
    }
}
