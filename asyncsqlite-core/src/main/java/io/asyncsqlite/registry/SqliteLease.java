package io.asyncsqlite.registry;

import io.asyncsqlite.AsyncSqlite;

/**
 * The use of a database of a registry, which keeps it open until the lease is closed. Thread-safe. A lease that becomes unreachable without being
 * closed is logged as a WARNING with the stack that took it, and given back.
 */
public interface SqliteLease extends AutoCloseable {

    /**
     * Returns the database. It must not be closed, nor used after the lease is closed.
     *
     * @return the open database
     * @throws IllegalStateException if the lease is closed
     */
    AsyncSqlite database();

    /** Gives the database back to its registry, which may close it from now on. Never blocks. Does nothing if already closed. */
    @Override
    void close();
}
