package io.asyncsqlite;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * Long work on the file of a database, see {@link AsyncSqlite#maintenance()}. Thread-safe.
 *
 * <p>Each work can be cancelled while it runs, and has a time of its own in place of {@link SqliteOptions#operationTimeout()}: one hour, or that of
 * {@link #withTimeout}. What was cancelled, or ran out of time, left the database as it was, but for the parts of {@link #incrementalVacuum}
 * that were done.
 *
 * <p>Work that writes runs in its turn among the writes, and other writes wait for it. It is refused with {@link InvalidStatementException} if the
 * database was opened with {@link SqliteOptions#readOnly()}.
 *
 * <pre>{@code
 * Maintenance maintenance = db.maintenance().withTimeout(Duration.ofMinutes(10));
 * return maintenance
 *         .integrityCheck()
 *         .thenAccept(problems -> problems.forEach(System.err::println))
 *         .thenCompose(checked -> maintenance.optimize());
 * }</pre>
 */
public interface Maintenance {

    /**
     * Returns a view whose work has another time to wait and to run.
     *
     * @param timeout more than 0, at most 365 days
     * @return the view
     * @throws IllegalArgumentException if {@code timeout} is out of its range
     */
    Maintenance withTimeout(Duration timeout);

    /**
     * Copies pages of the write-ahead log back into the database file. The library does so by itself; call this before tools look at the files, or
     * after a large import. It waits for no reader and no other program, in any mode: the result says whether one of them was in the way, and the
     * call may be made again. Without a write-ahead log it does nothing.
     *
     * @param mode what it is to reach
     * @return what it reached
     * @see <a href="https://www.sqlite.org/pragma.html#pragma_wal_checkpoint">PRAGMA wal_checkpoint</a>
     */
    CompletableFuture<CheckpointResult> checkpoint(CheckpointMode mode);

    /**
     * Renews the statistics that need it, with which SQLite chooses indexes. The library does so by itself, see docs/operations.md.
     *
     * @return completes when it is done
     * @see <a href="https://www.sqlite.org/pragma.html#pragma_optimize">PRAGMA optimize</a>
     */
    CompletableFuture<Void> optimize();

    /**
     * Makes new statistics of all tables and indexes. It reads all of them, or with the option {@code pragma("analysis_limit", n)} about n rows of
     * each index.
     *
     * @return completes when they are committed
     * @see <a href="https://www.sqlite.org/lang_analyze.html">ANALYZE</a>
     */
    CompletableFuture<Void> analyze();

    /**
     * Checks the whole file: its structure, and that indexes and constraints match the rows. Runs on a thread and a connection of its own, beside
     * reads and writes; with a rollback journal and in memory in its turn among the writes. While it runs, the write-ahead log cannot start anew.
     * Closing the database ends it with {@link DatabaseClosedException}. With {@link SqliteOptions#readOnly()} SQLite does not check CHECK
     * constraints.
     *
     * @return what is wrong, at most 100 messages of SQLite; empty if nothing is
     * @see <a href="https://www.sqlite.org/pragma.html#pragma_integrity_check">PRAGMA integrity_check</a>
     */
    CompletableFuture<List<String>> integrityCheck();

    /**
     * Checks as {@link #integrityCheck}, but does not compare indexes with rows, which is what takes most of the time.
     *
     * @return what is wrong, at most 100 messages of SQLite; empty if nothing is
     * @see <a href="https://www.sqlite.org/pragma.html#pragma_quick_check">PRAGMA quick_check</a>
     */
    CompletableFuture<List<String>> quickCheck();

    /**
     * Builds the file anew, without free pages. It needs up to twice the size of the file on the disk, and all other writes wait until it has ended.
     *
     * @return completes when the new content is committed
     * @see <a href="https://www.sqlite.org/lang_vacuum.html">VACUUM</a>
     */
    CompletableFuture<Void> vacuum();

    /**
     * Gives free pages at the end of the file back to the operating system, as {@link #incrementalVacuum(long, LongConsumer)} does.
     *
     * @param pages how many at most, at least 1; {@link Long#MAX_VALUE} for all
     * @return how many pages the file has fewer
     */
    default CompletableFuture<Long> incrementalVacuum(long pages) {
        return incrementalVacuum(pages, freed -> {});
    }

    /**
     * Gives free pages at the end of the file back to the operating system. 256 pages at a time are committed; after a cancel, a timeout or an
     * error, what was committed before stays.
     *
     * @param pages how many at most, at least 1; {@link Long#MAX_VALUE} for all
     * @param progress gets the pages given back so far, after each commit; runs on the callback executor
     * @return how many pages the file has fewer; fails with {@link InvalidStatementException} if {@code auto_vacuum} of the file is not INCREMENTAL
     * @see <a href="https://www.sqlite.org/pragma.html#pragma_incremental_vacuum">PRAGMA incremental_vacuum</a>
     */
    CompletableFuture<Long> incrementalVacuum(long pages, LongConsumer progress);
}
