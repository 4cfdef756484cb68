package io.asyncsqlite.matrix;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The subject of a cell under way. */
final class Attempt {

    private final CompletableFuture<Object> result = new CompletableFuture<>();

    private volatile CompletableFuture<?> cleared = CompletableFuture.completedFuture(null);

    /** The future to cancel now. */
    private volatile @Nullable CompletableFuture<?> target;

    private volatile @Nullable Runnable cancel;

    /** Completes with the outcome of the subject as a whole. */
    CompletableFuture<Object> result() {
        return result;
    }

    /** Notes the future that is waited for now. */
    <T> CompletableFuture<T> aim(CompletableFuture<T> future) {
        target = future;
        return future;
    }

    /** Sets the way to cancel a subject that is no future. */
    void cancelBy(Runnable action) {
        cancel = action;
    }

    /** Makes the outcome of a stage that of the subject. */
    void endsWith(CompletionStage<?> stage) {
        CompletionStage<?> unused = stage.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(Verdict.unwrapped(failure));
            }
        });
    }

    /** Makes the outcome of a stage that of the subject, and rolls back if it failed. */
    void endsWith(CompletionStage<?> stage, Supplier<? extends CompletionStage<?>> rollback) {
        cleared = stage.handle((value, failure) -> failure == null ? stage : rollback.get())
                .thenCompose(end -> end)
                .toCompletableFuture();
        endsWith(stage);
    }

    /** Completes when nothing of the subject is left open. */
    CompletableFuture<?> cleared() {
        return cleared;
    }

    /** Cancels the subject. */
    void cancel(Waits waits) {
        // The statement may run before the call that submitted it has returned its future.
        waits.until(() -> result.isDone() || cancelNow());
    }

    /** Returns whether there was something to cancel. */
    private boolean cancelNow() {
        Runnable action = cancel;
        CompletableFuture<?> future = target;
        if (action != null) {
            action.run();
            return true;
        }
        return future != null && future.cancel(true);
    }
}
