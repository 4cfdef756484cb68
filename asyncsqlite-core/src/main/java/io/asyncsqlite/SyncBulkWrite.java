package io.asyncsqlite;

import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A {@link BulkWrite} for code that waits. Immutable; each call of {@link #from} runs it anew. Failures are thrown. An interrupt ends the write; chunks
 * that have committed stay.
 */
public interface SyncBulkWrite {

    /**
     * Sets how many rows a chunk has, as {@link BulkWrite#withChunkSize} does.
     *
     * @param rows at least 1; default 50,000
     * @return a write with this size
     * @throws IllegalArgumentException if {@code rows} is below 1
     */
    SyncBulkWrite withChunkSize(int rows);

    /**
     * Adds a listener for the progress, as {@link BulkWrite#withProgress} does.
     *
     * @param progress gets the number of rows of the source that are written, after each chunk. Runs on the callback executor
     * @return a write with this listener only
     */
    SyncBulkWrite withProgress(LongConsumer progress);

    /**
     * Leaves out rows that SQLite refuses, as {@link BulkWrite#withRefused} does.
     *
     * @param refused gets each row that was left out. Runs on the callback executor
     * @return a write with this listener only
     */
    SyncBulkWrite withRefused(Consumer<? super RefusedRow> refused);

    /**
     * Makes all rows one transaction, as {@link BulkWrite#allOrNone} does.
     *
     * @return a write of all rows or none
     */
    SyncBulkWrite allOrNone();

    /**
     * Makes all rows one transaction after a first statement, as {@link BulkWrite#allOrNoneAfter} does.
     *
     * @param sql one SQL statement without parameters
     * @return a write of all rows or none
     */
    SyncBulkWrite allOrNoneAfter(String sql);

    /**
     * Runs the statement for each element of an iterator.
     *
     * @param rows sets of values, as of {@link AsyncOperations#executeMany}; used on the calling thread
     * @return rows inserted, updated or deleted in total
     */
    long from(Iterator<?> rows);
}
