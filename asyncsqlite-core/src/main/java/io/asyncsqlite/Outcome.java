package io.asyncsqlite;

/** Whether the effect of a failed operation is in the database. */
public enum Outcome {
    /** The operation did not run. */
    NOT_EXECUTED,
    /** The operation ran, and its changes were undone. */
    ROLLED_BACK,
    /** The operation ran and its changes stayed; only its result could not be delivered. */
    EXECUTED,
    /** The first part of the operation ran and its changes stayed; the rest did not run, or was undone. See {@link BulkWriteException}. */
    PARTLY_EXECUTED,
    /**
     * SQLite reported an I/O error in COMMIT: only after the database is opened again can a query show whether the changes
     * stayed. Never retried.
     */
    UNKNOWN
}
