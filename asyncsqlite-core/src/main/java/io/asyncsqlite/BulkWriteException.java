package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * A {@link BulkWrite} failed after some of its chunks were written, which stay. Its cause is what failed. To go on, leave out the first
 * {@link #rows()} rows of the source.
 */
public final class BulkWriteException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /** How many rows of the source are written. */
    private final long rows;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param outcome {@link Outcome#PARTLY_EXECUTED}; {@link Outcome#UNKNOWN} if it is unknown whether the chunk after these rows stayed
     * @param rows how many rows of the source are written
     * @param sql the whole SQL text
     * @param cause what failed
     */
    public BulkWriteException(
            String message, Outcome outcome, long rows, @Nullable String sql, @Nullable Throwable cause) {
        super(message, outcome, sql, cause);
        this.rows = rows;
    }

    /**
     * Returns how many rows of the source are written: its first ones.
     *
     * @return rows, at least 1; committed, or in an open transaction a part of it
     */
    public long rows() {
        return rows;
    }
}
