package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * Synchronous work on one connection.
 *
 * <pre>{@code
 * return db.write(connection -> {
 *     String body = connection
 *             .query("SELECT body FROM note WHERE id = ?", 1)
 *             .mapTo(String.class)
 *             .one();
 *     return connection.execute("UPDATE note SET body = ? WHERE id = ?", body + "!", 1);
 * });
 * }</pre>
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
