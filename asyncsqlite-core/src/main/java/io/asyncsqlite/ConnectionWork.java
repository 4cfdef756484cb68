package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * Synchronous work on one connection.
 *
 * @param <T> type of the result
 */
@FunctionalInterface
public interface ConnectionWork<T extends @Nullable Object> {

    /**
     * Does the work.
     *
     * @param connection usable only on this thread and until this method returns
     * @return the result
     * @throws Exception to roll back and fail the future with it
     */
    T run(SyncConnection connection) throws Exception;
}
