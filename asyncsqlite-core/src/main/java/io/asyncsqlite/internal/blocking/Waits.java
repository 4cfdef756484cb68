package io.asyncsqlite.internal.blocking;

import io.asyncsqlite.OperationInterruptedException;
import io.asyncsqlite.QueueFullException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Waits for futures of the library. */
final class Waits {

    private Waits() {}

    /** Tells in a failure, which was made on another thread, where the caller waited. */
    private static final class WaitedHere extends Exception {

        private static final long serialVersionUID = 1L;

        WaitedHere() {
            super("the operation was called here");
        }
    }

    /** Waits for a result, or throws the failure itself. An interrupt cancels what the future stands for. */
    static <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof QueueFullException
                    && Thread.currentThread().isInterrupted()) {
                throw interrupted(new InterruptedException("while it waited for a place in the queue"));
            }
            throw thrown(e);
        }
    }

    /** Waits for the end of something that an interrupt must not cut short. The thread stays interrupted. */
    static void awaitUninterruptibly(CompletableFuture<?> future) {
        boolean interrupted = Thread.interrupted();
        try {
            future.join();
        } catch (CompletionException e) {
            // What has failed has ended, too.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static OperationInterruptedException interrupted(InterruptedException cause) {
        return new OperationInterruptedException(
                "The thread was interrupted while it waited, and its operation was cancelled: what had committed by then"
                        + " stays",
                cause);
    }

    private static RuntimeException thrown(ExecutionException e) {
        Throwable failure = Objects.requireNonNull(e.getCause(), "a future has failed without a reason");
        if (failure instanceof RuntimeException || failure instanceof Error) {
            failure.addSuppressed(new WaitedHere());
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new CompletionException(failure);
    }
}
