package io.asyncsqlite.r2dbc;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a connection.
 *
 * @param <T> type of the result
 */
@FunctionalInterface
interface DriverOperation<T extends @Nullable Object> {

    /** Starts it, in its turn. Does not block. */
    CompletableFuture<T> start();

    /** Notes the end, before the next operation starts and before the subscriber is signalled. */
    default void ended(@Nullable T value, @Nullable Throwable failure) {}

    /** Undoes a result that arrived after the subscriber had cancelled. */
    default void undo(T value) {}

    /** Stops it once it has started, if it can be stopped. */
    default void stop(CompletableFuture<T> started) {
        started.cancel(false);
    }

    /** Returns the text that its failures are about. */
    default @Nullable String sql() {
        return null;
    }
}
