package io.asyncsqlite;

import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A statement that runs once for each row of a source which need not fit into memory: an import of a file, a migration of a table. See
 * {@link AsyncOperations#bulkWrite}. Immutable; each call of {@code from} runs it anew.
 *
 * <pre>{@code
 * return db.withTimeout(Duration.ofMinutes(10))
 *         .bulkWrite("INSERT INTO product(code, name) VALUES (:code, :name)")
 *         .allOrNone()
 *         .from(products);
 * }</pre>
 *
 * <p><b>Chunks.</b> The rows are written in chunks, each as {@link AsyncOperations#executeMany} writes its rows: all or none. While one chunk is
 * written the next one is taken from the source. So two chunks are in memory, and no thread of the database waits for a slow source. A chunk ends
 * before its number of rows if it has about 16 megabytes, or a 32nd of the heap if that is less.
 *
 * <p>On a database, and on an {@link AsyncConnection} without an open transaction, each chunk is committed by itself, and other writes run between
 * chunks. In a transaction the chunks are a part of it. {@link #allOrNone()} makes all rows one unit.
 *
 * <p><b>Time.</b> Each chunk has the time of an operation, {@link AsyncSqlite#timeout()}. The whole may take any time. The first chunk needs a place in
 * the queue; a full queue refuses no later one.
 *
 * <p><b>Failures.</b> The first failure, of a statement, of the source or of the progress, ends the write: nothing more is taken from the source,
 * and the chunk that is being written ends first. If chunks before it stay, the future fails with {@link BulkWriteException}, which tells
 * how many rows they have; otherwise with the failure itself. A failure of a statement names the row by its index in the chunk. What stays is always the first rows of the source. A database that closes refuses
 * the next chunk.
 *
 * <p><b>Cancel.</b> A cancel of the future ends the write in the same way, and stops the chunk that is being written. Chunks that have committed stay.
 */
public interface BulkWrite {

    /**
     * Sets how many rows a chunk has. More rows share the cost of a COMMIT; fewer keep other writes waiting for less time, and take less memory.
     *
     * @param rows at least 1; default 50,000
     * @return a write with this size
     * @throws IllegalArgumentException if {@code rows} is below 1
     */
    BulkWrite withChunkSize(int rows);

    /**
     * Adds a listener for the progress. The next chunk is written after it has returned.
     *
     * @param progress gets the number of rows of the source that are written, after each chunk, in order; on a database they are on the disk
     *     then. Runs on the callback executor
     * @return a write with this listener only
     */
    BulkWrite withProgress(LongConsumer progress);

    /**
     * Leaves out rows that SQLite refuses, in place of ending the write: because of a constraint, of the type of a STRICT table, or of an error of a
     * function of SQL. The other rows of the chunk stay. Errors that are about no single row end the write all the same: a foreign key that is checked
     * at the COMMIT, a trigger that rolls the transaction back, a value that cannot be bound, what a function in Java throws.
     *
     * @param refused gets each row that was left out, in order, after its chunk was written. What it throws ends the write. Runs on the callback
     *     executor
     * @return a write with this listener only. Its progress counts refused rows, its result does not
     */
    BulkWrite withRefused(Consumer<? super RefusedRow> refused);

    /**
     * Makes all rows one transaction, in a transaction a nested one. A failure and a cancel undo all rows, and the failure arrives as it is.
     *
     * <p>Other writes wait from the first row to the last one, for a slow source, too. So the transaction may last {@link AsyncSqlite#timeout()}
     * from BEGIN on, in place of {@link SqliteOptions#transactionTimeout()}; in an open transaction its own limit counts.
     *
     * @return a write of all rows or none
     */
    BulkWrite allOrNone();

    /**
     * As {@link #allOrNone()}, with a statement that runs before the first row, in the same transaction: {@code DELETE FROM product} replaces the rows
     * of a table in one step. Its changes are not counted.
     *
     * @param sql one SQL statement without parameters
     * @return a write of all rows or none
     */
    BulkWrite allOrNoneAfter(String sql);

    /**
     * Runs the statement for each element of an iterator.
     *
     * @param rows sets of values, as of {@link AsyncOperations#executeMany}. Is used on the callback executor, by one thread at a time, and may
     *     block there
     * @return rows inserted, updated or deleted in total
     */
    CompletableFuture<Long> from(Iterator<?> rows);

    /**
     * Runs the statement for each element of a publisher, which is asked for at most 64 elements at a time, and only as far as there is room
     * for them.
     *
     * @param rows sets of values, as of {@link AsyncOperations#executeMany}; converted on the threads that signal them
     * @return rows inserted, updated or deleted in total
     */
    CompletableFuture<Long> from(Flow.Publisher<?> rows);
}
