package io.asyncsqlite.matrix;

import io.asyncsqlite.BlobClosedException;
import io.asyncsqlite.BusyException;
import io.asyncsqlite.ConnectionClosedException;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.TransactionException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** How a future was completed. */
enum Verdict {
    PENDING,
    SUCCEEDED,
    CANCELLED,
    TIMED_OUT,
    CLOSED,
    BUSY,
    CONSTRAINT,
    TRANSACTION_LOST,
    /** With the Error of the cell, or with what has that for a cause. */
    FOREIGN,
    OTHER;

    static Verdict of(CompletableFuture<?> future, Error foreign) {
        if (!future.isDone()) {
            return PENDING;
        }
        Throwable failure = failure(future);
        return failure == null ? SUCCEEDED : of(failure, foreign);
    }

    private static Verdict of(Throwable failure, Error foreign) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.equals(foreign)) {
                return FOREIGN;
            }
        }
        if (failure instanceof CancellationException) {
            return CANCELLED;
        }
        if (failure instanceof OperationTimeoutException) {
            return TIMED_OUT;
        }
        if (failure instanceof DatabaseClosedException
                || failure instanceof ConnectionClosedException
                || failure instanceof BlobClosedException) {
            return CLOSED;
        }
        if (failure instanceof BusyException) {
            return BUSY;
        }
        if (failure instanceof ConstraintException) {
            return CONSTRAINT;
        }
        return failure instanceof TransactionException ? TRANSACTION_LOST : OTHER;
    }

    /** Returns what a future that is done failed with, or null. */
    static @Nullable Throwable failure(CompletableFuture<?> future) {
        try {
            future.getNow(null);
            return null;
        } catch (CancellationException e) {
            return e;
        } catch (CompletionException e) {
            return unwrapped(e);
        }
    }

    static Throwable unwrapped(Throwable failure) {
        boolean wrapped = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapped && failure.getCause() != null ? unwrapped(failure.getCause()) : failure;
    }
}
