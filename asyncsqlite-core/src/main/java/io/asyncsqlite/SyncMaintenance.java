package io.asyncsqlite;

import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Long work on the file of a database, for code that waits. It has the methods of {@link Maintenance} without futures; failures and interrupts are
 * those of {@link BlockingSqlite}. Thread-safe.
 */
public interface SyncMaintenance {

    /**
     * Returns a view whose work has another time to wait and to run.
     *
     * @param timeout more than 0, at most 365 days; one hour if not set
     * @return the view
     * @throws IllegalArgumentException if {@code timeout} is out of its range
     */
    SyncMaintenance withTimeout(Duration timeout);

    /**
     * Copies pages of the write-ahead log back into the database file, as {@link Maintenance#checkpoint} does.
     *
     * @param mode what it is to reach
     * @return what it reached
     */
    CheckpointResult checkpoint(CheckpointMode mode);

    /** Renews the statistics that need it, as {@link Maintenance#optimize} does. */
    void optimize();

    /** Makes new statistics of all tables and indexes, as {@link Maintenance#analyze} does. */
    void analyze();

    /**
     * Checks the whole file, as {@link Maintenance#integrityCheck} does.
     *
     * @return what is wrong, at most 100 messages of SQLite; empty if nothing is
     */
    List<String> integrityCheck();

    /**
     * Checks the file without comparing indexes with rows, as {@link Maintenance#quickCheck} does.
     *
     * @return what is wrong, at most 100 messages of SQLite; empty if nothing is
     */
    List<String> quickCheck();

    /** Builds the file anew, without free pages, as {@link Maintenance#vacuum} does. */
    void vacuum();

    /**
     * Gives free pages at the end of the file back, as {@link Maintenance#incrementalVacuum(long)} does.
     *
     * @param pages how many at most, at least 1; {@link Long#MAX_VALUE} for all
     * @return how many pages the file has fewer
     */
    default long incrementalVacuum(long pages) {
        return incrementalVacuum(pages, freed -> {});
    }

    /**
     * Gives free pages at the end of the file back, as {@link Maintenance#incrementalVacuum(long, LongConsumer)} does.
     *
     * @param pages how many at most, at least 1; {@link Long#MAX_VALUE} for all
     * @param progress gets the pages given back so far; runs on the callback executor
     * @return how many pages the file has fewer
     */
    long incrementalVacuum(long pages, LongConsumer progress);
}
