package io.asyncsqlite.benchmarks.client;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One way to use a database, opened on a file whose tables exist. The methods that a client does not have throw
 * {@link UnsupportedOperationException}.
 */
public interface Client extends AutoCloseable {

    /** Returns the value of a PRAGMA on a connection that the client writes with. */
    String pragma(String name) throws Exception;

    /** Returns a way for one thread that waits for each operation. Thread-safe; what it returns is not. */
    default Session session() throws Exception {
        throw cannot("be called by threads that wait");
    }

    /** Does nothing on the thread that an insert would run on. */
    default CompletableFuture<?> nothing() {
        throw cannot("do nothing");
    }

    /** Inserts a row into {@code t}. Completes when its commit is known. */
    default CompletableFuture<?> insert(int k, String body) {
        throw cannot("insert");
    }

    /** Reads an item by its key. */
    default CompletableFuture<Item> item(long id) {
        throw cannot("read");
    }

    /**
     * Runs one transaction: reads the account {@code number % Tables.ACCOUNTS}, adds 1 to its balance, and inserts a row into
     * {@code t}. Completes when its commit is known.
     */
    default CompletableFuture<?> transaction(int number) {
        throw cannot("run a transaction");
    }

    /** Reads all items as objects, and returns the sum of {@link Item#sum()}. */
    default long scan() throws Exception {
        throw cannot("scan");
    }

    /**
     * Reads all items as objects for a consumer that works a microsecond for each and, where the client can, asks for 64 at a time.
     * Returns the sum of {@link Item#sum()}.
     */
    default long stream() throws Exception {
        throw cannot("stream");
    }

    /** Reads the first items of a scan and stops. Returns the sum of {@link Item#sum()}. */
    default long firstRows(int rows) throws Exception {
        throw cannot("stop early");
    }

    /** Inserts items, all or nothing, and returns how many. */
    default long batch(List<Item> items) throws Exception {
        throw cannot("insert a batch");
    }

    /** Imports items, from the objects or one of the files, into {@code item}, and returns how many. */
    default long importItems(ItemSource source) throws Exception {
        throw cannot("import");
    }

    /**
     * Copies the database while it is written to.
     *
     * @param target the file that is made
     * @param patience after this time the copy is given up
     * @return whether the copy was complete in time
     */
    default boolean backup(Path target, Duration patience) throws Exception {
        throw cannot("make a backup");
    }

    @Override
    void close() throws SQLException;

    private UnsupportedOperationException cannot(String what) {
        return new UnsupportedOperationException(getClass().getSimpleName() + " cannot " + what);
    }
}
