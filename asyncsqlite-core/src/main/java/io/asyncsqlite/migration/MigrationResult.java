package io.asyncsqlite.migration;

import java.util.List;

/**
 * What a run of migrations has done.
 *
 * @param applied the versions that this run applied, in order; empty if the database was up to date, or another process was faster
 * @param version the version of the database now, 0 if there are no migrations
 */
public record MigrationResult(List<Long> applied, long version) {

    /** Copies the list. */
    public MigrationResult {
        applied = List.copyOf(applied);
    }
}
