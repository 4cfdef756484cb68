package io.asyncsqlite.internal.operation;

import io.asyncsqlite.internal.concurrent.Callbacks;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lends something that must be closed to a function.
 *
 * <pre> OPENING --open--> LENT --stage of the function completes--> CLOSING --closed--> ENDED      OPENING --fails--> ENDED </pre>
 *
 * <p>A cancel cancels what the scope waits for, but for the closing.
 */
public final class Scope<R, T extends @Nullable Object> {

    private final OperationFuture<T> result;
    private final Function<? super R, ? extends CompletionStage<T>> work;
    private final Function<? super R, ? extends CompletionStage<Void>> closing;

    private Scope(
            OperationFuture<T> result,
            Function<? super R, ? extends CompletionStage<T>> work,
            Function<? super R, ? extends CompletionStage<Void>> closing) {
        this.result = result;
        this.work = Objects.requireNonNull(work, "work");
        this.closing = closing;
    }

    /**
     * Runs a function with what a future gives, and closes that afterwards.
     *
     * @param result completed with the value of the function's stage, when all is closed; its failure goes before one of the closing
     * @return the result
     */
    public static <R, T extends @Nullable Object> CompletableFuture<T> of(
            CompletableFuture<R> opening,
            Function<? super R, ? extends CompletionStage<T>> work,
            Function<? super R, ? extends CompletionStage<Void>> closing,
            OperationFuture<T> result) {
        Scope<R, T> scope = new Scope<>(result, work, closing);
        scope.result.standsFor(() -> opening.cancel(true));
        Callbacks.whenDone(opening, (lent, failure) -> {
            if (lent != null) {
                scope.lend(lent);
            } else {
                scope.result.fail(unwrapped(Objects.requireNonNull(failure)));
            }
        });
        return scope.result;
    }

    private void lend(R lent) {
        CompletionStage<T> stage = Callbacks.stageOf(work, lent);
        result.standsFor(() -> cancel(stage));
        Callbacks.whenDone(stage, (value, failure) -> close(lent, value, failure));
    }

    private static void cancel(CompletionStage<?> stage) {
        if (stage instanceof CompletableFuture<?> future) {
            future.cancel(true);
        }
    }

    @SuppressWarnings("NullAway") // The value is null only where T is nullable.
    private void close(R lent, @Nullable T value, @Nullable Throwable failure) {
        Callbacks.whenDone(Callbacks.stageOf(closing, lent), (closed, notClosed) -> {
            if (failure != null) {
                result.fail(unwrapped(failure));
            } else if (notClosed != null) {
                result.fail(unwrapped(notClosed));
            } else {
                result.succeed(value);
            }
        });
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
