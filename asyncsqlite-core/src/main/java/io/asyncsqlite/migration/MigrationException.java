package io.asyncsqlite.migration;

import org.jspecify.annotations.Nullable;

/**
 * A database was not migrated. Migrations before the one that failed stay; of the one that failed nothing stays.
 */
public final class MigrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The migration. */
    private final long version;

    /**
     * Makes an exception.
     *
     * @param version of the migration that failed or does not fit
     * @param message what happened and what to do
     * @param cause why it failed; null if a check refused it
     */
    public MigrationException(long version, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.version = version;
    }

    /**
     * Returns the migration that failed or does not fit.
     *
     * @return its version, 1 or more
     */
    public long version() {
        return version;
    }
}
