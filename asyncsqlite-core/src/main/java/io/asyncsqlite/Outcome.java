package io.asyncsqlite;

/** What became of a failed operation's effect on the database. */
public enum Outcome {
    /** It did not run. */
    NOT_EXECUTED,
    /** It ran and nothing of it stayed. */
    ROLLED_BACK,
    /** It ran and stayed; only its result could not be delivered as asked. */
    EXECUTED,
    /** SQLite reported an I/O error in COMMIT: whether it stayed shows after the database is opened again. Never retried. */
    UNKNOWN
}
