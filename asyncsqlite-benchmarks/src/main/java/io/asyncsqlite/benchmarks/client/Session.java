package io.asyncsqlite.benchmarks.client;

import java.sql.SQLException;

/** What one thread uses that waits for each operation. A method returns when the commit is known. Not thread-safe. */
public interface Session extends AutoCloseable {

    void insert(int k, String body) throws Exception;

    default Item item(long id) throws Exception {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " cannot read");
    }

    /** Runs the transaction of {@link Client#transaction}. */
    default void transaction(int number) throws Exception {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " cannot run a transaction");
    }

    /** Returns how often an operation was tried again because SQLite was busy. */
    default long retries() {
        return 0;
    }

    @Override
    void close() throws SQLException;
}
